//! Encodes an endpoint's params as an `http::Request`.

use std::fmt::{self, Write as _};

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Uri,
    uri::{self, Authority, Scheme},
};
use serde::Serialize;

use super::{BaseUrl, multipart::Multipart};
use crate::{
    error::EncodeError,
    metadata::{JSON, Metadata},
    values::{Part, Patch, Scalar},
};

mod encoded;
mod headers;
mod percent;
mod query_value;
mod raw_body;
mod target;
#[cfg(test)]
mod tests;

pub(crate) use encoded::EncodedRequest;
use headers::ContentType;
pub(crate) use headers::{DefaultHeaders, header_refusal};
pub use query_value::{QueryValue, Visit};
pub use raw_body::RawBody;

/// The initial capacity of the buffer, in bytes. It is enough for most requests.
const USUAL_SIZE: usize = 512;

/// The error for a value whose text cannot be written.
#[cold]
fn no_text(metadata: &'static Metadata, param: &'static str, value: &dyn Scalar) -> EncodeError {
    let mut text = String::new();
    let shown = write!(text, "{value}");
    let problem = match (shown, text.as_str()) {
        (Ok(()), "NaN" | "inf" | "-inf") => "is NaN or infinite",
        _ => "has no text: its `Display` failed",
    };
    EncodeError::for_param(metadata, param, problem)
}

/// Collects and checks the path, query, headers, and body of one call.
///
/// [`Endpoint::encode`](crate::Endpoint::encode) writes into it, and [`finish`](Self::finish) returns
/// the request. None of its methods sends anything.
pub struct RequestEncoder {
    metadata: &'static Metadata,
    origin: (Scheme, Authority),
    /// The path and query, starting with the base URL's path, and then a JSON object without its
    /// closing brace. One buffer instead of two saves two allocations.
    buffer: Vec<u8>,
    /// Whether the query has begun.
    has_query: bool,
    /// The start of the object in the buffer.
    object: Option<usize>,
    /// The endpoint's headers.
    headers: Option<Box<HeaderMap>>,
    content_type: ContentType,
    /// A form body.
    form: Option<Vec<u8>>,
    /// A body from one param.
    whole: Option<Bytes>,
    /// The parts and their encoder. It is a function pointer, so that unused multipart code is not
    /// linked.
    multipart: Option<Box<(Multipart, EncodeMultipart)>>,
}

type EncodeMultipart = fn(&Multipart) -> (HeaderValue, Bytes);

impl RequestEncoder {
    /// Starts a request for the operation that `metadata` describes. Its path is appended to `base`.
    pub fn new(base: &BaseUrl, metadata: &'static Metadata) -> Self {
        let mut buffer = Vec::with_capacity(USUAL_SIZE);
        buffer.extend_from_slice(base.prefix().as_bytes());
        Self {
            metadata,
            origin: base.origin(),
            buffer,
            has_query: false,
            object: None,
            headers: None,
            content_type: ContentType::None,
            form: None,
            whole: None,
            multipart: None,
        }
    }

    fn plain_text(&self, field: &'static str, value: &dyn Scalar) -> Result<String, EncodeError> {
        let mut text = String::new();
        value.write(&mut text).map_err(|_| no_text(self.metadata, field, value))?;
        Ok(text)
    }

    /// Adds a header, once for each value. `name` must be lowercase.
    ///
    /// # Errors
    /// If a value contains a line break or another control character, or if the client or the
    /// connection sets this header itself.
    pub fn header(
        &mut self,
        name: &'static str,
        value: &dyn QueryValue,
    ) -> Result<(), EncodeError> {
        let metadata = self.metadata;
        let error = |problem| EncodeError::for_param(metadata, name, problem);
        let header =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| error("is not a header name"))?;
        if let Some(reason) = header_refusal(&header) {
            return Err(error(reason));
        }
        value.try_for_each(&mut |value| {
            let value = HeaderValue::try_from(self.plain_text(name, value)?).map_err(|_| {
                error("contains a line break or another character that a header cannot carry")
            })?;
            self.headers.get_or_insert_default().append(header.clone(), value);
            Ok(())
        })
    }

    /// Makes the body a JSON object, even if no member is added.
    pub fn object(&mut self) {
        self.open_object();
    }

    /// Adds a member to the JSON object in the body. A number that is NaN or infinite becomes
    /// `null`, as in serde_json.
    ///
    /// # Errors
    /// If the value cannot be written as JSON, such as a map whose keys are not strings.
    pub fn member<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), EncodeError> {
        self.open_member(name);
        serde_json::to_writer(&mut self.buffer, value)
            .map_err(|error| self.json_error(name, &error))
    }

    /// Adds a member that may be absent or `null`.
    ///
    /// # Errors
    /// The same as for [`member`](Self::member).
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

    fn open_member(&mut self, name: &'static str) {
        self.open_object();
        if !self.buffer.ends_with(b"{") {
            self.buffer.push(b',');
        }
        push_json_string(&mut self.buffer, name);
        self.buffer.push(b':');
    }

    /// Makes the body a form (`application/x-www-form-urlencoded`), even if no field is added.
    pub fn form(&mut self) {
        self.form.get_or_insert_default();
    }

    /// Adds a form field, once for each value: `name=a&name=b`. Names and values are encoded as in
    /// the [URL Standard](https://url.spec.whatwg.org/#urlencoded-serializing).
    ///
    /// # Errors
    /// If the `Display` of a value fails, or if a number is NaN or infinite.
    pub fn form_field(
        &mut self,
        name: &'static str,
        value: &dyn QueryValue,
    ) -> Result<(), EncodeError> {
        let (metadata, form) = (self.metadata, self.form.get_or_insert_default());
        value.try_for_each(&mut |value| {
            percent::push_pair(form, name, value).map_err(|_| no_text(metadata, name, value))
        })
    }

    /// Makes `value` the whole body, as JSON.
    ///
    /// # Errors
    /// The same as for [`member`](Self::member).
    pub fn body<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EncodeError> {
        let bytes = serde_json::to_vec(value).map_err(|error| self.json_error("body", &error))?;
        self.whole = Some(bytes.into());
        self.content_type = self.json_type()?;
        Ok(())
    }

    /// Makes `bytes` the whole body, unchanged.
    ///
    /// # Errors
    /// If `content_type` contains a character that a header cannot carry.
    pub fn raw(&mut self, content_type: &str, bytes: &dyn RawBody) -> Result<(), EncodeError> {
        let content_type = HeaderValue::try_from(content_type).map_err(|_| {
            EncodeError::for_param(self.metadata, "content type", "is not a header value")
        })?;
        self.whole = Some(bytes.to_bytes());
        self.content_type = ContentType::Other(content_type);
        Ok(())
    }

    /// Adds a part to a multipart body (RFC 7578).
    ///
    /// # Errors
    /// If the part's content type contains a character that a header cannot carry.
    pub fn part(&mut self, name: &'static str, part: &Part) -> Result<(), EncodeError> {
        if let Err(problem) = part.check() {
            return Err(EncodeError::for_param(self.metadata, name, problem));
        }
        let multipart = self
            .multipart
            .get_or_insert_with(|| Box::new((Multipart::default(), Multipart::encode)));
        multipart.0.push(name, part.clone());
        Ok(())
    }

    /// Adds a part of at most `max_bytes` bytes to a multipart body.
    ///
    /// # Errors
    /// If the part is larger, or if [`part`](Self::part) would fail.
    pub fn part_within(
        &mut self,
        name: &'static str,
        part: &Part,
        max_bytes: usize,
    ) -> Result<(), EncodeError> {
        let size = part.bytes().len();
        if size > max_bytes {
            let problem = format!("has {size} bytes, more than the limit of {max_bytes}");
            return Err(EncodeError::for_param(self.metadata, name, problem));
        }
        self.part(name, part)
    }

    /// Adds texts to a multipart body, one part for each value.
    ///
    /// # Errors
    /// If the `Display` of a value fails, or if a number is NaN or infinite.
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

    /// Returns the request, with an absolute URI.
    ///
    /// # Errors
    /// If the path and query together are longer than a URI can be (64 KiB).
    pub fn finish(self) -> Result<http::Request<Bytes>, EncodeError> {
        Ok(self.encoded()?.to_request(&DefaultHeaders::default()))
    }

    /// Returns the request without the client's headers.
    pub(crate) fn encoded(mut self) -> Result<EncodedRequest, EncodeError> {
        self.add_constant_headers()?;
        if self.object.is_some() {
            self.buffer.push(b'}');
        }
        let json_type = self.object.map(|start| Ok((start, self.json_type()?))).transpose()?;
        let mut target = Bytes::from(self.buffer);
        let (content_type, body) = if let Some((start, content_type)) = json_type {
            (content_type, target.split_off(start))
        } else if let Some(form) = self.form {
            let form_type = HeaderValue::from_static("application/x-www-form-urlencoded");
            (ContentType::Other(form_type), form.into())
        } else if let Some(multipart) = self.multipart {
            let (multipart, encode) = *multipart;
            let (content_type, bytes) = encode(&multipart);
            (ContentType::Other(content_type), bytes)
        } else {
            (self.content_type, self.whole.unwrap_or_default())
        };
        let uri = absolute(self.origin, target)
            .map_err(|problem| EncodeError::for_request(self.metadata, problem))?;
        let (metadata, headers) = (self.metadata, self.headers);
        Ok(EncodedRequest { metadata, uri, headers, content_type, body, secrets: None })
    }

    fn add_constant_headers(&mut self) -> Result<(), EncodeError> {
        for &(name, value) in self.metadata.headers {
            self.header(name, &value)?;
        }
        Ok(())
    }

    /// The content type of a JSON body.
    fn json_type(&self) -> Result<ContentType, EncodeError> {
        match self.metadata.media_type {
            JSON => Ok(ContentType::Json),
            media_type => HeaderValue::from_str(media_type)
                .map(ContentType::Other)
                .map_err(|_| EncodeError::for_request(self.metadata, "its media type is invalid")),
        }
    }

    fn json_error(&self, field: &'static str, error: &serde_json::Error) -> EncodeError {
        let problem = format!("cannot be written as JSON: {error}");
        EncodeError::for_param(self.metadata, field, problem)
    }
}

fn absolute((scheme, authority): (Scheme, Authority), target: Bytes) -> Result<Uri, String> {
    let length = target.len();
    let mut parts = uri::Parts::default();
    parts.scheme = Some(scheme);
    parts.authority = Some(authority);
    parts.path_and_query =
        Some(uri::PathAndQuery::from_maybe_shared(target).map_err(|_| {
            format!("path and query have {length} bytes, more than a URI can hold")
        })?);
    Uri::from_parts(parts).map_err(|error| error.to_string())
}

fn push_json_string(out: &mut Vec<u8>, text: &str) {
    // Writing a string into a vector cannot fail.
    let _ = serde_json::to_writer(out, text);
}

/// Hides the params, because some may be secret.
impl fmt::Debug for RequestEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestEncoder")
            .field("operation", &self.metadata.operation)
            .finish_non_exhaustive()
    }
}
