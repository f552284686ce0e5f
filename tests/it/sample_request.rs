//! The requests of the fixtures.

use std::collections::BTreeMap;

use clerk_sdk::{Bytes, http};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub const SAMPLE_REQUESTS: &str = include_str!("fixtures/requests.json");
const BOUNDARY: &str = "sample-boundary";

/// The requests of one operation: with all params, and with the required ones.
#[derive(Debug, Deserialize, Serialize)]
pub struct SampleRequests {
    pub full: SampleRequest,
    pub minimal: SampleRequest,
}

#[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct SampleRequest {
    /// Path and query, relative to the base URL.
    pub target: String,
    /// The JSON body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// The parts of a multipart body. `file` is a file.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parts: BTreeMap<String, String>,
}

impl SampleRequest {
    pub fn to_http(&self, method: &http::Method) -> http::Request<Bytes> {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("https://api.clerk.com/v1{}", self.target));
        let (content_type, body) = if let Some(body) = &self.body {
            ("application/json".to_owned(), body.to_string())
        } else if !self.parts.is_empty() {
            (format!("multipart/form-data; boundary={BOUNDARY}"), self.form())
        } else {
            return request.body(Bytes::new()).unwrap();
        };
        request.header("content-type", content_type).body(body.into()).unwrap()
    }

    fn form(&self) -> String {
        let part = |(name, content): (&String, &String)| {
            let file = "; filename=\"logo.png\"\r\nContent-Type: image/png";
            let more = if name == "file" { file } else { "" };
            let disposition = format!("Content-Disposition: form-data; name=\"{name}\"{more}");
            format!("--{BOUNDARY}\r\n{disposition}\r\n\r\n{content}\r\n")
        };
        let parts: String = self.parts.iter().map(part).collect();
        format!("{parts}--{BOUNDARY}--\r\n")
    }
}
