//! Verifies Clerk's tokens, and says who is calling.
//!
//! An [`Authenticator`] verifies a token with the public keys of the instance, and returns a
//! [`Session`]. [`Session::has`] checks roles, permissions, features, plans, and how long ago the
//! user was verified. [`Authenticator::authenticate`] reads a whole request: the token in its header,
//! or its cookies. This crate knows no web framework.
//!
//! ```
//! use clerk_auth::{Authenticator, permission};
//!
//! # async fn run(public_key: &str, token: &str) -> Result<(), Box<dyn std::error::Error>> {
//! let auth = Authenticator::from_pem(public_key)
//!     .authorized_parties(["https://app.example.com"])
//!     .build()?;
//! let session = auth.verify(token).await?;
//! if session.has(permission("org:invoices:manage")) {
//!     println!("{} manages invoices", session.user_id);
//! }
//! # Ok(())
//! # }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "adapters")]
pub mod adapters;
mod authenticator;
mod builder;
mod calls;
mod crypto;
mod environment;
mod error;
mod machine;
mod reason;
mod refusal;
mod request;
mod state;
#[cfg(feature = "tower")]
pub mod tower;
mod verify;

pub use crate::{
    authenticator::Authenticator,
    builder::AuthenticatorBuilder,
    environment::Environment,
    error::VerifyError,
    machine::{Accepts, MachineToken, TokenKind},
    reason::{Reason, RefreshFailure},
    refusal::Refusal,
    request::{OrganizationSync, PublishableKey, RequestView},
    state::{AuthState, Caller, Identity, Redirect, ResponseHeaders},
    verify::{
        Actor, FactorAges, Organization, Requirement, Reverification, Session, SessionStatus,
        all_of, any_of, feature, permission, plan, reverification, role,
    },
};
