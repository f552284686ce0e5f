//! What an endpoint's parameters come to.

use bytes::Bytes;
use http::{HeaderMap, Request, Uri};

use super::headers::{ContentType, DefaultHeaders};
use crate::Metadata;

/// All of a request but the headers that a client sends with each. Cheap to clone, so that every
/// attempt of a call can have a request of its own.
#[derive(Clone)]
pub(crate) struct EncodedRequest {
    pub(super) metadata: &'static Metadata,
    pub(super) uri: Uri,
    /// These come before a client's own headers of the same names.
    pub(crate) headers: HeaderMap,
    pub(super) content_type: ContentType,
    pub(super) body: Bytes,
}

impl EncodedRequest {
    pub(crate) fn into_request(self, defaults: &DefaultHeaders) -> Request<Bytes> {
        let mut headers = defaults.with(self.content_type, self.metadata.auth);
        if !self.headers.is_empty() {
            headers.extend(self.headers);
        }
        let mut request = Request::new(self.body);
        *request.method_mut() = self.metadata.method.clone();
        *request.uri_mut() = self.uri;
        *request.headers_mut() = headers;
        request
    }
}
