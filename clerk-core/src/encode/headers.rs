//! The headers that requests have in common.

use http::{
    HeaderMap, HeaderValue,
    header::{AUTHORIZATION, CONTENT_TYPE},
};

use crate::Auth;

/// The headers that every request has, and once more with a JSON body's: to copy all of them is
/// cheaper than to insert them one by one.
pub(crate) struct DefaultHeaders {
    any: HeaderMap,
    json: HeaderMap,
}

/// What the body is.
#[derive(Clone)]
pub(super) enum ContentType {
    None,
    Json,
    Other(HeaderValue),
}

impl DefaultHeaders {
    pub(crate) fn new(headers: HeaderMap) -> Self {
        let mut json = headers.clone();
        json.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Self { any: headers, json }
    }

    pub(super) fn with(&self, content_type: ContentType, auth: Auth) -> HeaderMap {
        let mut headers = match content_type {
            ContentType::None => self.any.clone(),
            ContentType::Json => self.json.clone(),
            ContentType::Other(content_type) => {
                let mut headers = self.any.clone();
                headers.insert(CONTENT_TYPE, content_type);
                headers
            }
        };
        if auth == Auth::Public {
            headers.remove(AUTHORIZATION);
        }
        headers
    }
}

impl Default for DefaultHeaders {
    fn default() -> Self {
        Self::new(HeaderMap::new())
    }
}
