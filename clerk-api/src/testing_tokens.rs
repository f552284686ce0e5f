//! Tokens that let test suites past the bot protection.

use clerk_core::{SecretString, Timestamp};
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

/// Creates a testing token, with which end-to-end tests get past the bot protection.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/testing_tokens", response = TestingToken)]
pub struct CreateTestingToken {}

crate::endpoints! { CreateTestingToken }

/// A token that lets a test past the bot protection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "testing_token")]
#[non_exhaustive]
pub struct TestingToken {
    /// The token, for the query parameter `__clerk_testing_token` of requests to the Frontend API.
    pub token: SecretString,
    /// When the token expires. On the wire it is in seconds.
    #[serde(with = "clerk_core::unix_seconds")]
    pub expires_at: Timestamp,
}
