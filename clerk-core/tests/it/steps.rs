//! Scripts that do one thing after the other.

use clerk_core::{
    http::Response,
    transport::{TransportError, TransportErrorKind},
};

use crate::{
    api::{THING, TRACE_HEADER},
    script::Script,
};

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

impl Script {
    /// Reacts to each request with the next step. The trace IDs of the responses count the requests.
    pub fn steps(steps: &[Step]) -> Self {
        Self::sequence(Vec::from(steps).into_iter())
    }

    /// Reacts to all requests with the same step.
    pub fn always(step: Step) -> Self {
        Self::sequence(std::iter::repeat(step))
    }

    fn sequence(steps: impl Iterator<Item = Step> + Send + 'static) -> Self {
        let mut steps = (1..).zip(steps);
        Self::new(move |_| {
            let (number, step) = steps.next().expect("another step");
            let builder = Response::builder().header(TRACE_HEADER, format!("trace_{number}"));
            let (builder, body) = match step {
                Step::Status(status) => (builder.status(status), ""),
                Step::RateLimited(wait) => {
                    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
                    (builder.status(429).header("retry-after", wait).header("date", date), "")
                }
                Step::Thing => (builder, THING),
                Step::Invalid => (builder, "[]"),
                Step::Fail(kind) => return Err(TransportError::new(kind)),
            };
            Ok(builder.body(body.into()).unwrap())
        })
    }
}
