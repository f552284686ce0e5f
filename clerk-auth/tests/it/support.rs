//! Clients and authenticators for tests.

use clerk_api::conventions;
use clerk_auth::AuthenticatorBuilder;
use clerk_core::{Timestamp, client::Client, retry::RetryPolicy, transport::HttpTransport};

/// The time of the vectors, in seconds.
pub(crate) const NOW: i64 = 1_800_000_000;

pub(crate) fn client(transport: impl HttpTransport) -> Client {
    conventions::client("sk_test_x")
        .transport(transport)
        .retry(RetryPolicy::never())
        .build()
        .expect("valid settings")
}

/// Sets the clock to the time of the vectors.
pub(crate) fn at_the_time_of_the_vectors(builder: AuthenticatorBuilder) -> AuthenticatorBuilder {
    builder.clock(|| Timestamp::from_unix_millis(NOW * 1000))
}
