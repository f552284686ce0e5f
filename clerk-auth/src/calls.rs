//! The calls to Clerk that a request waits for.

use std::time::Duration;

use clerk_core::{Endpoint, Json, SecretString, client::Call, error::Error, retry::RetryPolicy};
use serde::Deserialize;
use serde_json::Value;

/// How long a request waits for Clerk.
const DEADLINE: Duration = Duration::from_secs(5);

/// Sends a call once, with the deadline of a request that waits for it.
pub(crate) fn once<R>(call: Call<R>) -> impl Future<Output = Result<R, Error>> {
    call.retry(RetryPolicy::never()).timeout(DEADLINE).into_future()
}

/// Refreshes a session. The published schema of the operation has no `suffixed_cookies`.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sessions/{session_id}/refresh",
    response = Cookies,
    errors(400, 401),
    operation = "refreshSession",
)]
pub(crate) struct RefreshSession {
    session_id: String,
    #[endpoint(query)]
    suffixed_cookies: bool,
    format: String,
    expired_token: SecretString,
    refresh_token: SecretString,
    request_origin: String,
    request_headers: Json,
}

#[derive(Deserialize)]
pub(crate) struct Cookies {
    /// `Set-Cookie` lines.
    #[serde(default)]
    pub(crate) cookies: Vec<SecretString>,
}

/// Gets the payload of a handshake. No schema of the operation is published.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = GET,
    path = "/clients/handshake_payload",
    response = HandshakePayload,
    errors(400, 404),
    operation = "getHandshakePayload",
)]
pub(crate) struct GetHandshakePayload {
    nonce: String,
}

#[derive(Deserialize)]
pub(crate) struct HandshakePayload {
    #[serde(default)]
    pub(crate) directives: Value,
}
