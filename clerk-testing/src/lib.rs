//! Tests without a network.
//!
//! A [`FakeClerk`] responds to calls with typed handlers, one for each endpoint, and records the
//! exchanges:
//!
//! ```
//! use std::sync::Mutex;
//!
//! use clerk_api::{
//!     conventions, actor_tokens::{Actor, ActorToken, CreateActorToken, RevokeActorToken},
//! };
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
//! let clerk: Client = conventions::client("sk_test_x").transport(fake.clone()).build()?;
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
//! With the feature `testing`, `FakeClerk::with_defaults` returns a fake with handlers for users,
//! organizations and related resources. It keeps them in memory.
//!
//! A [`Script`] responds with any bytes, fails, or makes a call wait. A [`RawServer`] tests a transport.
//!
//! [`FakeClerk::serve`] puts a fake behind a real socket. [`recorded`] shows a message that no fake
//! has recorded.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "conformance")]
pub mod conformance;
#[cfg(feature = "testing")]
mod defaults;
mod failure;
mod fake;
mod fault;
mod raw;
mod recorded;
mod routes;
mod script;
mod server;
mod timer;
#[cfg(feature = "auth")]
pub mod tokens;
#[cfg(feature = "webhooks")]
mod webhooks;

#[cfg(feature = "testing")]
pub use defaults::{Attribute, Settings};
pub use failure::ApiFailure;
pub use fake::FakeClerk;
pub use fault::Fault;
pub use raw::{RawConnection, RawServer};
pub use recorded::{Exchange, Recorded, recorded};
pub use script::{Reply, Script};
pub use server::FakeServer;
pub use timer::FakeTimer;
#[cfg(feature = "webhooks")]
pub use webhooks::{SCHEDULE, WebhookAttempt, WebhookMessage};
