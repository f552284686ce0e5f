//! Clerk's webhooks: verified signatures and typed events.
//!
//! [`Webhook`] verifies a delivery and returns an [`Event`]. It takes the headers and the exact bytes
//! of the body, so it works with every web framework:
//!
//! ```no_run
//! use clerk_core::http::{HeaderMap, StatusCode};
//! use clerk_webhooks::{Event, EventData, Webhook};
//!
//! fn handle(webhook: &Webhook, headers: &HeaderMap, body: &[u8]) -> StatusCode {
//!     let Ok(event) = webhook.verify(headers, body) else { return StatusCode::BAD_REQUEST };
//!     match event {
//!         Event { data: EventData::UserCreated(user), id, .. } => println!("{id}: {}", user.id),
//!         Event { data: EventData::UserDeleted(deleted), .. } => println!("{:?}", deleted.id),
//!         Event { data: EventData::Unknown { kind, .. }, .. } => println!("what is {kind}?"),
//!         _ => {}
//!     }
//!     StatusCode::NO_CONTENT
//! }
//! # let _ = handle;
//! ```
//!
//! Clerk delivers an event at least once, and in no order. [`Event::id`] is the same for every delivery
//! of an event, so store it to find duplicates. Compare `updated_at` of the resource to ignore events
//! that are older than the stored state.
//!
//! The scheme is version `v1` of [Standard Webhooks](https://www.standardwebhooks.com), as Svix, which
//! delivers for Clerk, implements it.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod billing;
mod data;
mod error;
mod event;
mod headers;
mod key;
mod messages;
mod webhook;
mod wrapped;

pub use data::EventData;
pub use error::{HeaderName, MalformedEvent, WebhookError};
pub use event::{Event, HttpRequest};
pub use headers::Headers;
pub use messages::{Email, SecretJson, Sms};
#[cfg(feature = "testing")]
pub use webhook::SAMPLE_SECRET;
pub use webhook::{BODY_LIMIT, Delivery, SIGNING_SECRET_VARIABLE, TOLERANCE, Webhook};
pub use wrapped::{AcceptedInvitation, SessionEvent};
