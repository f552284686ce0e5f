//! Scripts of one reply after another.

use clerk_core::transport::TransportErrorKind;
use clerk_testing::{Reply, Script};

use crate::api::{THING, TRACE_HEADER};

/// The reaction to one request.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Responds with this status and an empty body.
    Status(u16),
    /// Responds with 429 and this `Retry-After`, at 08:49:37 on the server's clock.
    RateLimited(&'static str),
    /// Responds with a thing.
    Thing,
    /// Responds with 200 and a body that is not a thing.
    Invalid,
    /// Fails without a response.
    Fail(TransportErrorKind),
}

impl From<Step> for Reply {
    fn from(step: Step) -> Self {
        match step {
            Step::Status(status) => Self::status(status),
            Step::RateLimited(wait) => Self::status(429)
                .header("retry-after", wait)
                .header("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
            Step::Thing => Self::status(200).body(THING),
            Step::Invalid => Self::status(200).body("[]"),
            Step::Fail(kind) => Self::error(kind),
        }
    }
}

/// Reacts to each request with the next step.
pub fn in_turn(steps: &[Step]) -> Script {
    Script::replies(replies(Vec::from(steps)))
}

/// Reacts to all requests with the same step.
pub fn always(step: Step) -> Script {
    Script::replies(replies(std::iter::repeat(step)))
}

/// Returns the reply of each step. The trace IDs count the requests.
pub fn replies(steps: impl IntoIterator<Item = Step>) -> impl Iterator<Item = Reply> {
    let numbered =
        |(number, step)| Reply::from(step).header(TRACE_HEADER, format!("trace_{number}"));
    (1..).zip(steps).map(numbered)
}
