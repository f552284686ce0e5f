//! A delivery that is refused.

use std::{error::Error as StdError, fmt};

use clerk_core::{
    __private::locate_json_error,
    Bytes,
    http::{
        HeaderValue, Response, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
};

/// A delivery that is refused. It shows no secret, no signature, and no body.
///
/// Respond with [`status`](Self::status), or with the whole [`to_response`](Self::to_response). Clerk
/// then delivers the event again.
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// A header is missing or empty. The request is probably not from Clerk, or a proxy dropped it.
    MissingHeader(HeaderName),
    /// A header has a byte that is not visible ASCII, or there are several.
    InvalidHeader(HeaderName),
    /// The timestamp is not a number of seconds.
    InvalidTimestamp,
    /// The timestamp is older than the tolerance allows: a replay, or a wrong clock.
    TimestampTooOld,
    /// The timestamp is newer than the tolerance allows: probably a wrong clock.
    TimestampTooNew,
    /// No signature matches a secret. The secret is wrong, the body was changed on its way, or the
    /// request is not from Clerk.
    NoMatchingSignature,
    /// The signature matches, but the body is not an event that this version can read.
    Malformed(MalformedEvent),
    /// The body is longer than the limit, in bytes. Set a higher limit if Clerk sent it.
    BodyTooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The body ended early, or the connection failed.
    BodyIncomplete,
}

impl WebhookError {
    /// Returns the status of the response: 413 if the body is too large, else 400.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::BodyTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// Returns the whole response: the status, and the error as text, for Clerk's log of deliveries.
    #[must_use]
    pub fn to_response(&self) -> Response<Bytes> {
        let mut response = Response::new(self.to_string().into());
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// One of the three headers of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HeaderName {
    /// `svix-id` or `webhook-id`.
    Id,
    /// `svix-timestamp` or `webhook-timestamp`.
    Timestamp,
    /// `svix-signature` or `webhook-signature`.
    Signature,
}

impl HeaderName {
    /// Svix's names, in the order of the variants.
    pub(crate) const SVIX: [&'static str; 3] = ["svix-id", "svix-timestamp", "svix-signature"];
}

impl fmt::Display for HeaderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [id, timestamp, signature] = Self::SVIX;
        f.write_str(match self {
            Self::Id => id,
            Self::Timestamp => timestamp,
            Self::Signature => signature,
        })
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingHeader(name) => write!(f, "the header `{name}` is missing"),
            Self::InvalidHeader(name) => write!(f, "the header `{name}` is invalid"),
            Self::InvalidTimestamp => f.write_str("the timestamp is not a number of seconds"),
            Self::TimestampTooOld => f.write_str("the timestamp is too old"),
            Self::TimestampTooNew => f.write_str("the timestamp is too new"),
            Self::NoMatchingSignature => f.write_str("no signature matches a secret"),
            Self::Malformed(error) => error.fmt(f),
            Self::BodyTooLarge { limit } => {
                write!(f, "the body is longer than the limit of {limit} bytes")
            }
            Self::BodyIncomplete => f.write_str("the body ended early"),
        }
    }
}

impl StdError for WebhookError {}

impl From<MalformedEvent> for WebhookError {
    fn from(error: MalformedEvent) -> Self {
        Self::Malformed(error)
    }
}

/// A body that is not an event that this version can read: not JSON, without a type, or of a known
/// type with other data. It keeps the type and the body.
pub struct MalformedEvent(Box<Inner>);

struct Inner {
    id: String,
    kind: Option<String>,
    body: Box<[u8]>,
    path: String,
    problem: String,
}

impl MalformedEvent {
    pub(crate) fn not_utf8(id: &str, body: &[u8]) -> Self {
        Self::at(id, None, body, String::new(), "not valid UTF-8".to_owned())
    }

    /// Creates an error for the envelope.
    pub(crate) fn envelope(
        id: &str,
        kind: Option<String>,
        body: &str,
        error: &serde_json::Error,
    ) -> Self {
        let (path, problem) = locate_json_error(body.as_bytes(), error);
        Self::at(id, kind, body.as_bytes(), path, problem)
    }

    /// Creates an error for the member `data`.
    pub(crate) fn data(
        id: &str,
        kind: String,
        body: &str,
        data: &str,
        error: &serde_json::Error,
    ) -> Self {
        let (path, problem) = locate_json_error(data.as_bytes(), error);
        let path = match path.as_str() {
            "" => "data".to_owned(),
            path if path.starts_with('[') => format!("data{path}"),
            path => format!("data.{path}"),
        };
        Self::at(id, Some(kind), body.as_bytes(), path, problem)
    }

    fn at(id: &str, kind: Option<String>, body: &[u8], path: String, problem: String) -> Self {
        Self(Box::new(Inner { id: id.to_owned(), kind, body: body.into(), path, problem }))
    }

    /// Returns the delivery ID.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// Returns the type of the event, such as `user.created`, if it can be read.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.0.kind.as_deref()
    }

    /// Returns the body, as it was received.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// Returns the place in the body, such as `data.email_addresses[0].id`. It is empty if the problem
    /// is the body as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns what was expected there.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.0.problem
    }
}

/// One line: type, delivery ID, and what was expected at which place.
impl fmt::Display for MalformedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { id, kind, path, problem, .. } = &*self.0;
        let kind = kind.as_deref().unwrap_or("event");
        write!(f, "{} {} cannot be read: ", kind.escape_debug(), id.escape_debug())?;
        write!(f, "{}", problem.escape_debug())?;
        match path.as_str() {
            "" => Ok(()),
            path => write!(f, " at `{}`", path.escape_debug()),
        }
    }
}

/// The body may hold codes and links, so only its length is shown.
impl fmt::Debug for MalformedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MalformedEvent")
            .field("id", &self.0.id)
            .field("kind", &self.0.kind)
            .field("path", &self.0.path)
            .field("problem", &self.0.problem)
            .field("body", &format_args!("<{} bytes>", self.0.body.len()))
            .finish()
    }
}

impl StdError for MalformedEvent {}
