//! Testing tokens, which let test suites bypass the bot protection.

use clerk_core::{Endpoint, SecretString, Timestamp, model};

/// Creates a testing token, which lets end-to-end tests bypass the bot protection.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/testing_tokens", response = TestingToken, incoming)]
pub struct CreateTestingToken {}

crate::endpoints! { CreateTestingToken }

/// A token that lets tests bypass the bot protection.
#[model("testing_token")]
#[derive(Eq)]
pub struct TestingToken {
    /// The token, for the `__clerk_testing_token` query parameter of requests to the Frontend API.
    pub token: SecretString,
    /// When the token expires. Sent as a number of seconds.
    #[serde(with = "clerk_core::values::unix_seconds")]
    pub expires_at: Timestamp,
}
