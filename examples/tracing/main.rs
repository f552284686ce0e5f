//! Prints the `tracing` spans and events of calls that are retried, paused, and refused.
//!
//! ```text
//! cargo run --example tracing --features tracing
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::{
    error::Error,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use clerk_sdk::{
    Clerk,
    api::{
        actor_tokens::{Actor, ActorToken, CreateActorToken, RevokeActorToken},
        users::{GetUser, User},
    },
    http::StatusCode,
    retry::{Jitter, RetryPolicy},
    testing::{ApiFailure, FakeClerk},
};
use tracing_subscriber::layer::SubscriberExt as _;

mod tree;

/// Returns a fake that is overloaded at first, limits the rate once, and has no token to revoke.
fn fake_clerk() -> FakeClerk {
    let (is_up, is_ready) = (AtomicBool::new(false), AtomicBool::new(false));
    FakeClerk::new()
        .on(move |_: GetUser| match is_up.swap(true, Relaxed) {
            true => Ok(User::sample()),
            false => Err(ApiFailure::new(StatusCode::SERVICE_UNAVAILABLE, "overloaded")),
        })
        .on(move |_: CreateActorToken| match is_ready.swap(true, Relaxed) {
            true => Ok(ActorToken::sample()),
            false => Err(ApiFailure::too_many_requests(Duration::from_secs(2))),
        })
        .on(|_: RevokeActorToken| Err(ApiFailure::not_found("resource_not_found")))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let tree = tree::Tree::default();
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(tree.clone()))?;

    // On a fake, waits take no time. Without jitter, they are the same on every run.
    let clerk = Clerk::builder("sk_test_x")
        .transport(fake_clerk())
        .retry(RetryPolicy::new().jitter(Jitter::None))
        .build()?;

    let user = clerk.send(GetUser::new("user_1")).await?;
    println!("{}", tree.take());
    clerk.send(CreateActorToken::new(user.id, Actor::new("user_2"))).await?;
    println!("{}", tree.take());
    let error = clerk.send(RevokeActorToken::new("act_1")).await.err();
    print!("{}", tree.take());
    assert!(error.is_some_and(|error| error.is_not_found()));
    Ok(())
}
