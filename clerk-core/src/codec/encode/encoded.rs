//! An encoded request.

use bytes::Bytes;
use http::{HeaderMap, Request, Uri};

use super::headers::{ContentType, DefaultHeaders};
use crate::{metadata::Metadata, redact::SentSecrets};

/// A request without the client's headers. Each attempt of a call creates its own request from it.
pub(crate) struct EncodedRequest {
    pub(super) metadata: &'static Metadata,
    pub(super) uri: Uri,
    /// These replace the client's headers of the same names. Boxed because few requests have any.
    pub(super) headers: Option<Box<HeaderMap>>,
    pub(super) content_type: ContentType,
    pub(super) body: Bytes,
    /// The endpoint's secrets, if any.
    pub(crate) secrets: Option<Box<SentSecrets>>,
}

impl EncodedRequest {
    /// Returns the headers that replace the client's.
    pub(crate) fn headers_mut(&mut self) -> &mut HeaderMap {
        self.headers.get_or_insert_default()
    }

    pub(crate) fn to_request(&self, defaults: &DefaultHeaders) -> Request<Bytes> {
        let mut headers = defaults.with(&self.content_type);
        if let Some(own) = &self.headers {
            headers.extend(HeaderMap::clone(own));
        }
        let mut request = Request::new(self.body.clone());
        *request.method_mut() = self.metadata.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = headers;
        request
    }
}
