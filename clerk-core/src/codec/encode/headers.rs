//! Headers shared by all requests of a client.

use http::{HeaderMap, HeaderName, HeaderValue, header::CONTENT_TYPE};

/// The headers of every request, without and with a JSON content type. Cloning a whole map is
/// cheaper than inserting its headers one by one.
pub(crate) struct DefaultHeaders {
    any: HeaderMap,
    json: HeaderMap,
}

/// The content type of a request.
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

    pub(super) fn with(&self, content_type: &ContentType) -> HeaderMap {
        match content_type {
            ContentType::None => self.any.clone(),
            ContentType::Json => self.json.clone(),
            ContentType::Other(content_type) => {
                let mut headers = self.any.clone();
                headers.insert(CONTENT_TYPE, content_type.clone());
                headers
            }
        }
    }
}

impl Default for DefaultHeaders {
    fn default() -> Self {
        Self::new(HeaderMap::new())
    }
}

/// Returns why callers cannot set this header: the client or the HTTP client sets it.
pub(crate) fn header_refusal(name: &HeaderName) -> Option<&'static str> {
    Some(match name.as_str() {
        "authorization" => "is set by the client itself; use `credential`",
        "content-length" | "content-type" | "host" => "is set by the client itself",
        "expect" => {
            "asks for an interim response, which is the HTTP client's task (RFC 9110 §10.1.1)"
        }
        "transfer-encoding" | "trailer" => {
            "frames the body, which is the HTTP client's task (RFC 9112 §6)"
        }
        "connection" | "keep-alive" | "proxy-connection" | "te" | "upgrade" | "http2-settings" => {
            "is about one connection, which is the HTTP client's task (RFC 9110 §7.6.1)"
        }
        _ => return None,
    })
}
