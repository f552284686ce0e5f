//! Failures of a single call.

use std::time::Duration;

use crate::failure::ApiFailure;

/// The failure of one call: see [`FakeClerk::fail_next`](crate::FakeClerk::fail_next).
///
/// An [`ApiFailure`] converts to a fault that responds with it.
///
/// ```
/// use std::time::Duration;
///
/// use clerk_api::actor_tokens::RevokeActorToken;
/// use clerk_core::http::StatusCode;
/// use clerk_testing::{ApiFailure, FakeClerk, Fault};
///
/// let fake = FakeClerk::new();
/// fake.fail_next::<RevokeActorToken>(ApiFailure::new(StatusCode::BAD_GATEWAY, "bad_gateway"));
/// fake.fail_next::<RevokeActorToken>(Fault::delay(Duration::from_secs(3)));
/// fake.fail_next::<RevokeActorToken>(Fault::disconnect());
/// ```
#[derive(Clone, Debug)]
pub struct Fault(pub(crate) FaultKind);

#[derive(Clone, Debug)]
pub(crate) enum FaultKind {
    Respond(ApiFailure),
    Delay(Duration),
    Disconnect,
    LoseResponse,
}

impl Fault {
    /// Carries the call out, and responds after a delay.
    ///
    /// In process, the delay takes no time: it moves the fake's [clock](crate::FakeClerk::clock).
    /// A call whose attempt has less time fails with
    /// [`Timeout`](clerk_core::transport::TransportErrorKind::Timeout), although it was carried out. Behind a
    /// socket, the server waits.
    #[must_use]
    pub fn delay(delay: Duration) -> Self {
        Self(FaultKind::Delay(delay))
    }

    /// Breaks the connection before the call is carried out.
    ///
    /// The call fails with [`Interrupted`](clerk_core::transport::TransportErrorKind::Interrupted).
    #[must_use]
    pub fn disconnect() -> Self {
        Self(FaultKind::Disconnect)
    }

    /// Carries the call out, and breaks the connection before the response.
    ///
    /// The call fails with [`Interrupted`](clerk_core::transport::TransportErrorKind::Interrupted). A retry
    /// finds the work of the first attempt done.
    #[must_use]
    pub fn lose_response() -> Self {
        Self(FaultKind::LoseResponse)
    }
}

impl From<ApiFailure> for Fault {
    fn from(failure: ApiFailure) -> Self {
        Self(FaultKind::Respond(failure))
    }
}
