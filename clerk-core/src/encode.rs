//! From an endpoint's parameters to an `http::Request`, without I/O.

use std::mem;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Uri, uri};
use serde::Serialize;

use crate::{
    BaseUrl, EncodeError, Metadata, Part, Patch, QueryValue, Scalar, multipart::Multipart,
};

mod headers;
mod percent;

use headers::ContentType;
pub(crate) use headers::DefaultHeaders;

const NO_TEXT: &str = "has no text: its `Display` failed";

/// Collects one call's path, query, headers and body, and checks them on the way.
///
/// [`Endpoint::encode`](crate::Endpoint::encode) writes into it; [`finish`](Self::finish) gives
/// the request. None of its methods sends anything.
#[derive(Debug)]
pub struct RequestEncoder {
    metadata: &'static Metadata,
    base: BaseUrl,
    /// Path and query. Starts as the path prefix of the base URL.
    target: String,
    /// Whether `target` has a `?` yet.
    has_query: bool,
    /// The endpoint's own.
    headers: HeaderMap,
    content_type: ContentType,
    /// The body as a JSON object that is still open.
    object: Option<Vec<u8>>,
    /// The body as it is.
    whole: Option<Bytes>,
    multipart: Option<Multipart>,
}

impl RequestEncoder {
    /// Starts a request for the operation that `metadata` describes, below `base`.
    pub fn new(base: &BaseUrl, metadata: &'static Metadata) -> Self {
        let prefix = base.prefix();
        let mut target = String::with_capacity(prefix.len() + metadata.path.len() + 64);
        target.push_str(prefix);
        Self {
            metadata,
            base: base.clone(),
            target,
            has_query: false,
            headers: HeaderMap::new(),
            content_type: ContentType::None,
            object: None,
            whole: None,
            multipart: None,
        }
    }

    /// Appends a piece of the path template as it is.
    pub fn literal(&mut self, text: &'static str) {
        self.target.push_str(text);
    }

    /// Appends one path segment, with every character but the unreserved ones of RFC 3986 §2.3
    /// percent-encoded.
    ///
    /// # Errors
    /// When the value is empty, `.` or `..`: each of these would address another resource, since
    /// URL parsers fold dot segments (RFC 3986 §5.2.4) whether they are encoded or not.
    pub fn segment(&mut self, field: &'static str, value: &dyn Scalar) -> Result<(), EncodeError> {
        let start = self.target.len();
        self.text(field, value)?;
        let problem = match self.target.get(start..).unwrap_or_default() {
            "" => "is empty, and a path segment must not be",
            "." | ".." => "is `.` or `..`, which would address another resource",
            _ => return Ok(()),
        };
        Err(EncodeError::field(self.metadata.operation, field, problem))
    }

    /// Appends a query parameter, once for each value: `name=a&name=b`.
    ///
    /// # Errors
    /// When the `Display` of a value fails.
    pub fn query(&mut self, name: &'static str, value: &dyn QueryValue) -> Result<(), EncodeError> {
        value.try_for_each(&mut |value| {
            self.query_name(name)?;
            self.text(name, value)
        })
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
        let mut first = true;
        value.try_for_each(&mut |value| {
            if mem::take(&mut first) {
                self.query_name(name)?;
            } else {
                self.target.push(',');
            }
            self.text(name, value)
        })
    }

    fn query_name(&mut self, name: &'static str) -> Result<(), EncodeError> {
        self.target.push(if mem::replace(&mut self.has_query, true) { '&' } else { '?' });
        self.text(name, &name)?;
        self.target.push('=');
        Ok(())
    }

    fn text(&mut self, field: &'static str, value: &dyn Scalar) -> Result<(), EncodeError> {
        percent::push(&mut self.target, value)
            .map_err(|_| EncodeError::field(self.metadata.operation, field, NO_TEXT))
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

    fn open_object(&mut self) -> &mut Vec<u8> {
        self.object.get_or_insert_with(|| {
            let mut bytes = Vec::with_capacity(256);
            bytes.push(b'{');
            bytes
        })
    }

    fn open_member(&mut self, name: &'static str) -> &mut Vec<u8> {
        let body = self.open_object();
        if body.len() > 1 {
            body.push(b',');
        }
        push_json_string(body, name);
        body.push(b':');
        body
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
        self.multipart.get_or_insert_default().push(name, part.clone());
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
        self.finish_over(&DefaultHeaders::default())
    }

    /// Gives the request with the client's headers, where the endpoint has none of the same name.
    pub(crate) fn finish_over(
        self,
        defaults: &DefaultHeaders,
    ) -> Result<http::Request<Bytes>, EncodeError> {
        let operation = self.metadata.operation;
        let (scheme, authority) = self.base.origin();
        let mut parts = uri::Parts::default();
        parts.scheme = Some(scheme.clone());
        parts.authority = Some(authority.clone());
        let length = self.target.len();
        parts.path_and_query =
            Some(uri::PathAndQuery::from_maybe_shared(Bytes::from(self.target)).map_err(|_| {
                let problem =
                    format!("path and query make {length} bytes, more than a URI can hold");
                EncodeError::request(operation, problem)
            })?);
        let uri = Uri::from_parts(parts)
            .map_err(|error| EncodeError::request(operation, error.to_string()))?;

        let (content_type, body) = if let Some(mut object) = self.object {
            object.push(b'}');
            (ContentType::Json, object.into())
        } else if let Some(multipart) = self.multipart {
            let (content_type, bytes) = multipart.encode();
            (ContentType::Other(content_type), bytes)
        } else {
            (self.content_type, self.whole.unwrap_or_default())
        };
        let mut headers = defaults.with(content_type, self.metadata.auth);
        headers.extend(self.headers);

        let mut request = http::Request::new(body);
        *request.method_mut() = self.metadata.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(request)
    }

    fn json_error(&self, field: &'static str, error: &serde_json::Error) -> EncodeError {
        let problem = format!("cannot be written as JSON: {error}");
        EncodeError::field(self.metadata.operation, field, problem)
    }
}

fn push_json_string(out: &mut Vec<u8>, text: &str) {
    // Writing a string into a vector cannot fail.
    let _ = serde_json::to_writer(out, text);
}

/// A body that is sent as it is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a raw body",
    label = "has no bytes of its own",
    note = "use `Bytes`, `Vec<u8>`, `&[u8]`, `String` or `&str`"
)]
pub trait RawBody {
    /// The bytes to send.
    fn to_bytes(&self) -> Bytes;
}

impl RawBody for Bytes {
    fn to_bytes(&self) -> Bytes {
        self.clone()
    }
}

macro_rules! raw_bodies {
    ($($ty:ty),* $(,)?) => {
        $(impl RawBody for $ty {
            fn to_bytes(&self) -> Bytes {
                Bytes::copy_from_slice(self.as_ref())
            }
        })*
    };
}

raw_bodies!(Vec<u8>, &[u8], String, &str);
