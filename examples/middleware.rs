//! Two decorators of a program's own: one adds a header per operation, the other counts.
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
    Bytes, Clerk, Error, HttpTransport, RequestContext, Timer, TransportError,
    api::{
        actor_tokens::{Actor, ActorToken, CreateActorToken, RevokeActorToken},
        users::{GetUser, User},
    },
    async_trait,
    http::{HeaderValue, Request, Response, StatusCode},
    testing::{ApiFailure, FakeClerk, FakeTimer},
};

/// Names the operation in a header, for a proxy that keeps statistics.
#[derive(Debug)]
struct Labelled<T>(T);

#[async_trait]
impl<T: HttpTransport> HttpTransport for Labelled<T> {
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

/// Counts attempts, and the time that they take, by operation and outcome.
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
        let operation = context.metadata.map_or("?", |known| known.operation);
        let start = self.timer.now();
        let outcome = self.inner.send(request, context).await;
        let label = match &outcome {
            Ok(response) => response.status().as_str().to_owned(),
            Err(error) => format!("{:?}", error.kind()),
        };
        self.metrics.add(operation, label, self.timer.now() - start);
        outcome
    }
}

/// How many attempts of each operation ended in what, and the time that they took together.
#[derive(Clone, Debug, Default)]
struct Metrics(Arc<Mutex<BTreeMap<Row, (u32, Duration)>>>);

/// An operation, and what attempts of it ended in.
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
    // A program of yours takes `SystemTimer`. On this one the same time passes on every run.
    let timer = FakeTimer::skipping();
    let clock: Arc<dyn Timer> = Arc::new(timer.clone());
    let (fake, metrics) = (clerk(timer), Metrics::default());
    let measured = metrics.clone();
    let clerk = Clerk::builder("sk_test_of_the_fake")
        .transport(fake.clone())
        .decorate(Labelled)
        .decorate(|inner| Measured { inner, metrics: measured, timer: clock })
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
    println!("What was sent:");
    for request in fake.requests() {
        let operation = request.headers().get("x-operation").and_then(|value| value.to_str().ok());
        println!("{} {} ({})", request.method(), request.uri().path(), operation.unwrap_or("?"));
    }
    Ok(())
}

/// A Clerk that takes its time, is overloaded at first, and revokes a token once only.
fn clerk(timer: FakeTimer) -> FakeClerk {
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
