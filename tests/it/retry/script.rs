//! A transport that does one thing after the other.

use std::{
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use clerk_sdk::{
    Bytes, HttpTransport, RequestContext, TransportError, TransportErrorKind, async_trait, http,
};

/// What the transport does with one request.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Answers with a status and no body.
    Answer(u16),
    /// Answers 429 with this `Retry-After`, at 08:49:37 on its own clock.
    Refused(&'static str),
    /// Answers with a user.
    User,
    /// Answers 200 with a body that is no user.
    Broken,
    /// Fails.
    Fail(TransportErrorKind),
}

/// Every way to fail.
pub const KINDS: [TransportErrorKind; 9] = [
    TransportErrorKind::Request,
    TransportErrorKind::Connect,
    TransportErrorKind::Throttled { retry_after: Duration::from_secs(1) },
    TransportErrorKind::Timeout,
    TransportErrorKind::Interrupted,
    TransportErrorKind::Protocol,
    TransportErrorKind::HeadTooLarge,
    TransportErrorKind::BodyTooLarge { limit: 1 },
    TransportErrorKind::Other,
];

/// A request as it was sent, key and all.
pub struct Sent {
    pub head: String,
    pub body: Bytes,
    pub context: RequestContext,
}

#[derive(Clone)]
pub struct Script(Arc<State>);

struct State {
    steps: Vec<Step>,
    repeats: bool,
    sent: Mutex<Vec<Arc<Sent>>>,
}

impl Script {
    pub fn new(steps: &[Step]) -> Self {
        Self(Arc::new(State { steps: steps.to_vec(), repeats: false, sent: Mutex::default() }))
    }

    pub fn always(step: Step) -> Self {
        Self(Arc::new(State { steps: vec![step], repeats: true, sent: Mutex::default() }))
    }

    pub fn sent(&self) -> Vec<Arc<Sent>> {
        self.0.sent.lock().unwrap().clone()
    }
}

#[async_trait]
impl HttpTransport for Script {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut sent = self.0.sent.lock().unwrap();
        let nth = sent.len();
        let head = format!("{} {} {:?}", request.method(), request.uri(), plain(request.headers()));
        sent.push(Arc::new(Sent { head, body: request.into_body(), context: *context }));
        drop(sent);
        let step = if self.0.repeats { self.0.steps[0] } else { self.0.steps[nth] };
        let builder =
            http::Response::builder().header("x-clerk-trace-id", format!("trace_{}", nth + 1));
        let user = r#"{"id":"user_1","object":"user","created_at":0,"updated_at":0}"#;
        let (builder, body) = match step {
            Step::Answer(status) => (builder.status(status), ""),
            Step::Refused(wait) => {
                let date = "Sun, 06 Nov 1994 08:49:37 GMT";
                (builder.status(429).header("retry-after", wait).header("date", date), "")
            }
            Step::User => (builder, user),
            Step::Broken => (builder, "[]"),
            Step::Fail(kind) => return Err(TransportError::new(kind)),
        };
        Ok(builder.body(body.into()).unwrap())
    }
}

/// Sensitive values too.
fn plain(headers: &http::HeaderMap) -> Vec<(String, String)> {
    let text = |value: &http::HeaderValue| value.to_str().unwrap().to_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script").finish_non_exhaustive()
    }
}
