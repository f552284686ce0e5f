//! The API that the tests call, and a client for it.

use std::collections::BTreeMap;

use clerk_core::{
    Client, ClientBuilder, Endpoint, Timestamp, http::HeaderName, retry::RetryPolicy,
    transport::HttpTransport,
};
use clerk_testing::Script;
use serde::{Deserialize, Serialize};

pub const BASE_URL: &str = "https://api.example.com/v1";
pub const TOKEN: &str = "token_s3cr3t";
pub const TRACE_HEADER: &str = "x-example-trace-id";

/// A thing, as the API sends it.
pub const THING: &str =
    r#"{"id":"thing_1","status":"new","labels":{"color":"red"},"created_at":1700000000000}"#;

/// Starts a client for the API.
pub fn builder(transport: impl HttpTransport) -> ClientBuilder {
    Client::builder(BASE_URL)
        .bearer(TOKEN)
        .api_name("example")
        .trace_header(HeaderName::from_static(TRACE_HEADER))
        .transport(transport)
}

/// Creates a client that never retries.
pub fn client(script: &Script) -> Client {
    builder(script.clone()).retry(RetryPolicy::never()).build().unwrap()
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thing {
    pub id: String,
    pub status: String,
    pub labels: BTreeMap<String, String>,
    pub created_at: Timestamp,
}

#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = GET, path = "/things/{thing_id}", response = Thing, errors(404))]
pub struct GetThing {
    pub thing_id: String,
}

#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = POST, path = "/things", response = Thing, errors(400, 402, 422))]
pub struct CreateThing {
    pub name: String,
    pub labels: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = PATCH, path = "/things/{thing_id}", response = Thing, errors(404))]
pub struct UpdateThing {
    pub thing_id: String,
    pub name: Option<String>,
}

#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = DELETE, path = "/things/{thing_id}", response = Thing, errors(404))]
pub struct DeleteThing {
    pub thing_id: String,
}

#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = POST, path = "/things/{thing_id}/finish", response = Thing, errors(404))]
pub struct FinishThing {
    pub thing_id: String,
}

/// A `POST` that is safe to repeat.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = POST, path = "/things/check", response = Thing, idempotent)]
pub struct CheckThing {
    pub name: String,
}
