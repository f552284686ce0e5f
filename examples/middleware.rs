//! Adds two kinds of middleware: one sends the operation in a header, the other measures attempts.
//!
//! ```text
//! cargo run --example middleware
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use clerk_sdk::{
    Bytes, Clerk, Error,
    api::{
        actor_tokens::{Actor, ActorToken, CreateActorToken, RevokeActorToken},
        users::{GetUser, User},
    },
    http::{HeaderValue, Request, Response, StatusCode},
    testing::{ApiFailure, FakeClerk, FakeTimer},
    transport::{HttpTransport, RequestContext, Timer, TransportError, async_trait},
};

/// Sends the name of the operation in a header, for example to a proxy that keeps statistics.
#[derive(Debug)]
struct Labeled<T>(T);

#[async_trait]
impl<T: HttpTransport> HttpTransport for Labeled<T> {
    async fn send(
        &self,
        mut request: Request<Bytes>,
        context: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        if let Some(metadata) = context.metadata {
            let operation = HeaderValue::from_static(metadata.operation);
            request.headers_mut().insert("x-operation", operation);
        }
        self.0.send(request, context).await
    }
}

/// Counts and times attempts by operation and outcome.
#[derive(Debug)]
struct Measured<T> {
    inner: T,
    metrics: Metrics,
    timer: Arc<dyn Timer>,
}

#[async_trait]
impl<T: HttpTransport> HttpTransport for Measured<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        context: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        let operation = context.metadata.map_or("?", |metadata| metadata.operation);
        let start = self.timer.now();
        let outcome = self.inner.send(request, context).await;
        let result = match &outcome {
            Ok(response) => response.status().as_str().to_owned(),
            Err(error) => format!("{:?}", error.kind()),
        };
        self.metrics.add(operation, result, self.timer.now() - start);
        outcome
    }
}

/// The number of attempts by operation and outcome, and their total time.
#[derive(Clone, Debug, Default)]
struct Metrics(Arc<Mutex<BTreeMap<Row, (u32, Duration)>>>);

/// An operation and an outcome.
type Row = (&'static str, String);

impl Metrics {
    fn add(&self, operation: &'static str, outcome: String, time: Duration) {
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, total) = rows.entry((operation, outcome)).or_default();
        *count += 1;
        *total += time;
    }
}

impl fmt::Display for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:20} {:7} {:>8} {:>8}", "operation", "outcome", "attempts", "time")?;
        let rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rows.iter().try_for_each(|((operation, outcome), (count, time))| {
            writeln!(f, "{operation:20} {outcome:7} {count:>8} {:>5} ms", time.as_millis())
        })
    }
}

fn main() -> Result<(), Error> {
    smol::block_on(run())
}

async fn run() -> Result<(), Error> {
    // Use `SystemTimer` in your program. With this timer, every run takes the same time.
    let timer = FakeTimer::skipping();
    let (fake, metrics) = (fake_clerk(timer.clone()), Metrics::default());
    let measured = metrics.clone();
    let clerk = Clerk::builder("sk_test_x")
        .transport(fake.clone())
        .middleware(Labeled)
        .middleware(|inner| Measured { inner, metrics: measured, timer: Arc::new(timer) })
        .build()?;

    for user in ["user_ada", "user_grace"] {
        clerk.send(GetUser::new(user)).await?;
    }
    let token = clerk.send(CreateActorToken::new("user_ada", Actor::new("user_grace"))).await?;
    clerk.send(RevokeActorToken::new(token.id.clone())).await?;
    if let Err(error) = clerk.send(RevokeActorToken::new(token.id)).await {
        println!("{error}\n");
    }

    println!("{metrics}");
    println!("Requests:");
    for request in fake.requests() {
        let operation = request.headers().get("x-operation").and_then(|value| value.to_str().ok());
        println!("{} {} ({})", request.method(), request.uri().path(), operation.unwrap_or("?"));
    }
    Ok(())
}

/// Returns a fake that takes some time, is overloaded at first, and revokes a token only once.
fn fake_clerk(timer: FakeTimer) -> FakeClerk {
    let takes = move |milliseconds| timer.advance(Duration::from_millis(milliseconds));
    let (get, create, revoke) = (takes.clone(), takes.clone(), takes);
    let (is_overloaded, is_revoked) = (AtomicBool::new(true), AtomicBool::new(false));
    FakeClerk::new()
        .on(move |_: GetUser| {
            get(15);
            if is_overloaded.swap(false, Relaxed) {
                return Err(ApiFailure::new(StatusCode::SERVICE_UNAVAILABLE, "overloaded"));
            }
            Ok(User::sample())
        })
        .on(move |_: CreateActorToken| {
            create(40);
            Ok(ActorToken::sample())
        })
        .on(move |_: RevokeActorToken| {
            revoke(5);
            if is_revoked.swap(true, Relaxed) {
                return Err(ApiFailure::bad_request("actor_token_already_revoked"));
            }
            Ok(ActorToken::sample())
        })
}
