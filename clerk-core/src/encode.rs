//! From an endpoint's parameters to an `http::Request`, without I/O.

use std::{fmt, mem};

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Uri,
    uri::{self, Authority, Scheme},
};
use serde::Serialize;

use crate::{
    BaseUrl, EncodeError, Metadata, Part, Patch, QueryValue, Scalar, multipart::Multipart,
};

mod encoded;
mod headers;
mod percent;
mod raw_body;
#[cfg(test)]
mod tests;

pub(crate) use encoded::EncodedRequest;
use headers::ContentType;
pub(crate) use headers::DefaultHeaders;
pub use raw_body::RawBody;

/// Room for path, query and body of most requests, in bytes.
const USUAL_SIZE: usize = 512;

const NO_TEXT: &str = "has no text: its `Display` failed";

/// Collects one call's path, query, headers and body, and checks them on the way.
///
/// [`Endpoint::encode`](crate::Endpoint::encode) writes into it; [`finish`](Self::finish) gives
/// the request. None of its methods sends anything.
pub struct RequestEncoder {
    metadata: &'static Metadata,
    origin: (Scheme, Authority),
    /// Path and query, which begin with the path prefix of the base URL; then, where the body is a
    /// JSON object, the object, which is still open. One buffer is one allocation.
    buffer: Vec<u8>,
    /// Whether the path is followed by a `?` yet.
    has_query: bool,
    /// Where in the buffer the object begins.
    object: Option<usize>,
    /// The endpoint's own.
    headers: HeaderMap,
    content_type: ContentType,
    /// The body as it is.
    whole: Option<Bytes>,
    /// With its encoder, which a program that sends no part need not contain.
    multipart: Option<(Multipart, EncodeMultipart)>,
}

type EncodeMultipart = fn(&Multipart) -> (HeaderValue, Bytes);

impl RequestEncoder {
    /// Starts a request for the operation that `metadata` describes, below `base`.
    pub fn new(base: &BaseUrl, metadata: &'static Metadata) -> Self {
        let mut buffer = Vec::with_capacity(USUAL_SIZE);
        buffer.extend_from_slice(base.prefix().as_bytes());
        Self {
            metadata,
            origin: base.origin(),
            buffer,
            has_query: false,
            object: None,
            headers: HeaderMap::new(),
            content_type: ContentType::None,
            whole: None,
            multipart: None,
        }
    }

    /// Appends a piece of the path template as it is.
    pub fn literal(&mut self, text: &'static str) {
        let start = self.buffer.len();
        self.buffer.extend_from_slice(text.as_bytes());
        self.count_to_target(start);
    }

    /// Appends one path segment, with every character but the unreserved ones of RFC 3986 §2.3
    /// percent-encoded.
    ///
    /// # Errors
    /// When the value is empty, `.` or `..`: each of these would address another resource, since
    /// URL parsers fold dot segments (RFC 3986 §5.2.4) whether they are encoded or not.
    pub fn segment(&mut self, field: &'static str, value: &dyn Scalar) -> Result<(), EncodeError> {
        let start = self.buffer.len();
        self.text(field, value)?;
        let problem = match self.buffer.get(start..).unwrap_or_default() {
            b"" => "is empty, and a path segment must not be",
            b"." | b".." => "is `.` or `..`, which would address another resource",
            _ => {
                self.count_to_target(start);
                return Ok(());
            }
        };
        Err(EncodeError::field(self.metadata.operation, field, problem))
    }

    /// Appends a query parameter, once for each value: `name=a&name=b`.
    ///
    /// # Errors
    /// When the `Display` of a value fails.
    pub fn query(&mut self, name: &'static str, value: &dyn QueryValue) -> Result<(), EncodeError> {
        let start = self.buffer.len();
        value.try_for_each(&mut |value| {
            self.query_name(name)?;
            self.text(name, value)
        })?;
        self.count_to_target(start);
        Ok(())
    }

    /// Appends a query parameter with its values joined by commas: `name=a,b`. Nothing is
    /// appended where there are no values.
    ///
    /// # Errors
    /// When the `Display` of a value fails.
    pub fn query_joined(
        &mut self,
        name: &'static str,
        value: &dyn QueryValue,
    ) -> Result<(), EncodeError> {
        let start = self.buffer.len();
        let mut first = true;
        value.try_for_each(&mut |value| {
            if mem::take(&mut first) {
                self.query_name(name)?;
            } else {
                self.buffer.push(b',');
            }
            self.text(name, value)
        })?;
        self.count_to_target(start);
        Ok(())
    }

    fn query_name(&mut self, name: &'static str) -> Result<(), EncodeError> {
        self.buffer.push(if mem::replace(&mut self.has_query, true) { b'&' } else { b'?' });
        self.text(name, &name)?;
        self.buffer.push(b'=');
        Ok(())
    }

    fn text(&mut self, field: &'static str, value: &dyn Scalar) -> Result<(), EncodeError> {
        percent::push(&mut self.buffer, value)
            .map_err(|_| EncodeError::field(self.metadata.operation, field, NO_TEXT))
    }

    /// Says that what was appended from `start` on belongs to the target.
    fn count_to_target(&mut self, start: usize) {
        if let Some(object) = self.object {
            self.move_before(object, start);
        }
    }

    /// The macro writes the target first. By hand it may go on when the object has begun.
    #[cold]
    fn move_before(&mut self, object: usize, start: usize) {
        let appended = self.buffer.split_off(start);
        let body = self.buffer.split_off(object);
        self.buffer.extend_from_slice(&appended);
        self.object = Some(self.buffer.len());
        self.buffer.extend_from_slice(&body);
    }

    fn plain_text(&self, field: &'static str, value: &dyn Scalar) -> Result<String, EncodeError> {
        let mut text = String::new();
        value
            .write(&mut text)
            .map_err(|_| EncodeError::field(self.metadata.operation, field, NO_TEXT))?;
        Ok(text)
    }

    /// Adds a header, once for each value. `name` is in lower case.
    ///
    /// # Errors
    /// When a value holds a line break or another control character.
    pub fn header(
        &mut self,
        name: &'static str,
        value: &dyn QueryValue,
    ) -> Result<(), EncodeError> {
        let error = |problem| EncodeError::field(self.metadata.operation, name, problem);
        let header =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| error("is no header name"))?;
        value.try_for_each(&mut |value| {
            let value = HeaderValue::try_from(self.plain_text(name, value)?).map_err(|_| {
                error("holds a line break or another character that a header cannot carry")
            })?;
            self.headers.append(header.clone(), value);
            Ok(())
        })
    }

    /// Says that the body is a JSON object, also where it turns out to have no member.
    pub fn object(&mut self) {
        self.open_object();
    }

    /// Adds a member to the JSON object that is the body.
    ///
    /// # Errors
    /// When the value cannot be written as JSON, such as a map whose keys are no strings.
    pub fn member<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        let body = self.open_member(name);
        serde_json::to_writer(body, value).map_err(|error| self.json_error(name, &error))
    }

    /// Adds a member that may be absent or `null`.
    ///
    /// # Errors
    /// As for [`member`](Self::member).
    pub fn patch<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Patch<T>,
    ) -> Result<(), EncodeError> {
        match value.sent() {
            None => Ok(()),
            Some(value) => self.member(name, &value),
        }
    }

    fn open_object(&mut self) {
        if self.object.is_none() {
            self.object = Some(self.buffer.len());
            self.buffer.push(b'{');
        }
    }

    fn open_member(&mut self, name: &'static str) -> &mut Vec<u8> {
        self.open_object();
        if !self.buffer.ends_with(b"{") {
            self.buffer.push(b',');
        }
        push_json_string(&mut self.buffer, name);
        self.buffer.push(b':');
        &mut self.buffer
    }

    /// Makes `value`, as JSON, the whole body.
    ///
    /// # Errors
    /// When the value cannot be written as JSON, such as a map whose keys are no strings.
    pub fn body<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        let mut bytes = Vec::with_capacity(256);
        serde_json::to_writer(&mut bytes, value)
            .map_err(|error| self.json_error("body", &error))?;
        self.whole = Some(bytes.into());
        self.content_type = ContentType::Json;
        Ok(())
    }

    /// Makes `bytes`, as they are, the whole body.
    ///
    /// # Errors
    /// When `content_type` holds a character that a header cannot carry.
    pub fn raw(&mut self, content_type: &str, bytes: &dyn RawBody) -> Result<(), EncodeError> {
        let content_type = HeaderValue::try_from(content_type).map_err(|_| {
            EncodeError::field(self.metadata.operation, "content type", "is no header value")
        })?;
        self.whole = Some(bytes.to_bytes());
        self.content_type = ContentType::Other(content_type);
        Ok(())
    }

    /// Adds a part to a multipart body (RFC 7578).
    ///
    /// # Errors
    /// When the part's content type holds a character that a header cannot carry.
    pub fn part(&mut self, name: &'static str, part: &Part) -> Result<(), EncodeError> {
        if let Err(problem) = part.check() {
            return Err(EncodeError::field(self.metadata.operation, name, problem));
        }
        let (multipart, _) =
            self.multipart.get_or_insert_with(|| (Multipart::default(), Multipart::encode));
        multipart.push(name, part.clone());
        Ok(())
    }

    /// Adds a part of at most `max_bytes` bytes to a multipart body.
    ///
    /// # Errors
    /// When the part is larger, and as for [`part`](Self::part).
    pub fn part_within(
        &mut self,
        name: &'static str,
        part: &Part,
        max_bytes: usize,
    ) -> Result<(), EncodeError> {
        let size = part.bytes().len();
        if size > max_bytes {
            let problem = format!("has {size} bytes, and at most {max_bytes} are taken");
            return Err(EncodeError::field(self.metadata.operation, name, problem));
        }
        self.part(name, part)
    }

    /// Adds a text to a multipart body, as a part for each value.
    ///
    /// # Errors
    /// When the `Display` of a value fails.
    pub fn text_part(
        &mut self,
        name: &'static str,
        value: &dyn QueryValue,
    ) -> Result<(), EncodeError> {
        value.try_for_each(&mut |value| {
            let text = self.plain_text(name, value)?;
            self.part(name, &Part::text(text))
        })
    }

    /// Gives the request, with an absolute URI.
    ///
    /// # Errors
    /// When path and query together are longer than a URI can be (64 KiB).
    pub fn finish(self) -> Result<http::Request<Bytes>, EncodeError> {
        Ok(self.encoded()?.into_request(&DefaultHeaders::default()))
    }

    /// Gives all of the request but a client's headers.
    pub(crate) fn encoded(mut self) -> Result<EncodedRequest, EncodeError> {
        if self.object.is_some() {
            self.buffer.push(b'}');
        }
        let mut target = Bytes::from(self.buffer);
        let (content_type, body) = if let Some(start) = self.object {
            (ContentType::Json, target.split_off(start))
        } else if let Some((multipart, encode)) = self.multipart {
            let (content_type, bytes) = encode(&multipart);
            (ContentType::Other(content_type), bytes)
        } else {
            (self.content_type, self.whole.unwrap_or_default())
        };
        let uri = absolute(self.origin, target)
            .map_err(|problem| EncodeError::request(self.metadata.operation, problem))?;
        let (metadata, headers) = (self.metadata, self.headers);
        Ok(EncodedRequest { metadata, uri, headers, content_type, body })
    }

    fn json_error(&self, field: &'static str, error: &serde_json::Error) -> EncodeError {
        let problem = format!("cannot be written as JSON: {error}");
        EncodeError::field(self.metadata.operation, field, problem)
    }
}

fn absolute((scheme, authority): (Scheme, Authority), target: Bytes) -> Result<Uri, String> {
    let length = target.len();
    let mut parts = uri::Parts::default();
    parts.scheme = Some(scheme);
    parts.authority = Some(authority);
    parts.path_and_query =
        Some(uri::PathAndQuery::from_maybe_shared(target).map_err(|_| {
            format!("path and query make {length} bytes, more than a URI can hold")
        })?);
    Uri::from_parts(parts).map_err(|error| error.to_string())
}

fn push_json_string(out: &mut Vec<u8>, text: &str) {
    // Writing a string into a vector cannot fail.
    let _ = serde_json::to_writer(out, text);
}

/// Shows nothing of the parameters, some of which may be secret.
impl fmt::Debug for RequestEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestEncoder")
            .field("operation", &self.metadata.operation)
            .finish_non_exhaustive()
    }
}
