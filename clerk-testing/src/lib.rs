//! Tests without a network.
//!
//! A [`FakeClerk`] answers calls with handlers that are typed as the endpoints are, and records
//! what it was sent:
//!
//! ```
//! use std::sync::Mutex;
//!
//! use clerk_api::actor_tokens::{Actor, ActorToken, CreateActorToken, RevokeActorToken};
//! use clerk_core::{ApiErrorKind, Client};
//! use clerk_testing::{ApiFailure, FakeClerk};
//!
//! # pollster::block_on(async {
//! let revoked = Mutex::new(Vec::new());
//! let fake = FakeClerk::new()
//!     .on(|_: CreateActorToken| Ok(ActorToken::sample()))
//!     .on(move |request: RevokeActorToken| {
//!         let mut revoked = revoked.lock().unwrap();
//!         if revoked.contains(&request.actor_token_id) {
//!             return Err(ApiFailure::bad_request("actor_token_already_revoked"));
//!         }
//!         revoked.push(request.actor_token_id);
//!         Ok(ActorToken::sample())
//!     });
//!
//! let clerk = Client::builder("sk_test_x").transport(fake.clone()).build()?;
//! let token = clerk.send(CreateActorToken::new("user_1", Actor::new("user_2"))).await?;
//! clerk.send(RevokeActorToken::new(token.id.clone())).await?;
//! let again = clerk.send(RevokeActorToken::new(token.id)).await.unwrap_err();
//! assert_eq!(again.api().unwrap().kind(), ApiErrorKind::BadRequest);
//!
//! let sent = fake.requests()[0].to_string();
//! assert!(sent.starts_with("POST /v1/actor_tokens\n"));
//! assert!(sent.contains("Authorization: Bearer [redacted]\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```
//!
//! With the feature `defaults`, `FakeClerk::with_defaults` is a fake that remembers: it answers for
//! users, organizations and what belongs to them, without a handler being written.
//!
//! What needs a real socket gets one from [`FakeClerk::serve`]. A request that no fake has seen
//! is shown by [`wire`].

#[cfg(feature = "conformance")]
pub mod conformance;
#[cfg(feature = "defaults")]
mod defaults;
mod exchange;
mod failure;
mod fake;
mod server;
mod timer;
mod wire;

pub use exchange::Exchange;
pub use failure::ApiFailure;
pub use fake::FakeClerk;
pub use server::FakeServer;
pub use timer::FakeTimer;
pub use wire::{Wire, wire};
