//! Calls to Clerk on behalf of a browser: the refresh of a session, and the payload of a handshake.

use std::time::Duration;

use clerk_core::{
    Endpoint, Json, SecretString,
    client::{Call, Client},
    error::Error,
    retry::RetryPolicy,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::view::RequestView;
use crate::reason::RefreshFailure;

/// How long a request waits for Clerk.
const DEADLINE: Duration = Duration::from_secs(5);

/// The longest error code that becomes a part of a reason, in bytes.
const MAX_CODE: usize = 64;

/// Refreshes a session. The published schema of the operation has no `suffixed_cookies`.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sessions/{session_id}/refresh",
    response = Cookies,
    errors(400, 401),
    operation = "refreshSession",
)]
struct RefreshSession {
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
struct Cookies {
    #[serde(default)]
    cookies: Vec<SecretString>,
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
struct GetHandshakePayload {
    nonce: String,
}

#[derive(Deserialize)]
struct HandshakePayload {
    #[serde(default)]
    directives: Value,
}

/// A session to refresh.
pub(super) struct Refresh<'a> {
    pub(super) session_id: &'a str,
    pub(super) suffixed_cookies: bool,
    pub(super) expired_token: &'a str,
    pub(super) refresh_token: &'a str,
    pub(super) origin: String,
}

impl Refresh<'_> {
    /// Returns the `Set-Cookie` lines of the refreshed session.
    pub(super) async fn send(
        &self,
        client: &Client,
        request: &RequestView<'_>,
    ) -> Result<Vec<String>, RefreshFailure> {
        let call = client.send(RefreshSession::new(
            self.session_id,
            self.suffixed_cookies,
            "cookie",
            self.expired_token,
            self.refresh_token,
            self.origin.clone(),
            headers(request),
        ));
        match once(call).await {
            Ok(Cookies { cookies }) if cookies.is_empty() => Err(RefreshFailure::UnexpectedSdk),
            Ok(Cookies { cookies }) => {
                Ok(cookies.iter().map(|line| line.expose().to_owned()).collect())
            }
            Err(error) => Err(failure(&error)),
        }
    }
}

/// Returns the `Set-Cookie` lines of a handshake. None if Clerk does not know the nonce or cannot be
/// reached.
pub(super) async fn handshake_payload(client: &Client, nonce: &str) -> Vec<String> {
    match once(client.send(GetHandshakePayload::new(nonce))).await {
        Ok(payload) => lines(Some(&payload.directives)),
        Err(_) => Vec::new(),
    }
}

/// Reads a list of `Set-Cookie` lines. Anything else is empty.
pub(super) fn lines(value: Option<&Value>) -> Vec<String> {
    let lines = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    lines.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Sends a call once, with the deadline of a request that waits for it.
pub(crate) fn once<R>(call: Call<R>) -> impl Future<Output = Result<R, Error>> {
    call.retry(RetryPolicy::never()).timeout(DEADLINE).into_future()
}

fn failure(error: &Error) -> RefreshFailure {
    match error {
        Error::Transport(_) => RefreshFailure::Fetch,
        Error::Api(_) => match error.code() {
            Some(code) if is_code(code) => RefreshFailure::Api(code.to_owned()),
            _ => RefreshFailure::UnexpectedApi,
        },
        _ => RefreshFailure::UnexpectedSdk,
    }
}

/// A code becomes a part of a header and of a URL, so only plain names are taken.
fn is_code(code: &str) -> bool {
    !code.is_empty()
        && code.len() <= MAX_CODE
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// Returns all headers of the request: names, and lists of values. Bytes above 0x7f are Latin-1.
fn headers(request: &RequestView<'_>) -> Json {
    let mut headers = Map::new();
    for (name, value) in request.lines() {
        let value: String = value.iter().copied().map(char::from).collect();
        let values = headers.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = values {
            values.push(value.into());
        }
    }
    Value::Object(headers).into()
}
