//! An encoded request.

use bytes::Bytes;
use http::{HeaderMap, Request, Uri};

use super::headers::{ContentType, DefaultHeaders};
use crate::{metadata::Metadata, redact::SentSecrets};

/// A request without the headers of the client. Each attempt of a call creates its request from it.
pub(crate) struct EncodedRequest {
    pub(super) metadata: &'static Metadata,
    pub(super) uri: Uri,
    /// These replace the client's headers of the same names. Boxed, since few requests have any.
    pub(super) headers: Option<Box<HeaderMap>>,
    pub(super) content_type: ContentType,
    pub(super) body: Bytes,
    /// The secrets of the endpoint, if it has any.
    pub(crate) secrets: Option<Box<SentSecrets>>,
}

impl EncodedRequest {
    /// Returns the headers that replace those of the client.
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
