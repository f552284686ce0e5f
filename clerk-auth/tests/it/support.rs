//! Clients and authenticators for tests.

use clerk_api::{conventions, jwks::GetJwks};
use clerk_auth::AuthenticatorBuilder;
use clerk_core::{
    Bytes, Timestamp,
    client::Client,
    http::{Response, StatusCode},
    retry::RetryPolicy,
    transport::HttpTransport,
};
use clerk_testing::FakeClerk;

/// The time of the vectors, in seconds.
pub(crate) const NOW: i64 = 1_800_000_000;

pub(crate) fn client(transport: impl HttpTransport) -> Client {
    conventions::client("sk_test_x")
        .transport(transport)
        .retry(RetryPolicy::never())
        .build()
        .expect("valid settings")
}

/// A fake that responds to requests for keys with this status and body.
pub(crate) fn serving(status: u16, body: String) -> FakeClerk {
    FakeClerk::new().on_raw::<GetJwks>(move |_| {
        let mut response = Response::new(Bytes::from(body.clone()));
        *response.status_mut() = StatusCode::from_u16(status).expect("a status");
        Ok(response)
    })
}

/// Sets the clock to the time of the vectors.
pub(crate) fn at_the_time_of_the_vectors(builder: AuthenticatorBuilder) -> AuthenticatorBuilder {
    builder.clock(|| Timestamp::from_unix_millis(NOW * 1000))
}
