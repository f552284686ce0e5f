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

mod authenticator;
mod claims;
mod crypto;
mod environment;
mod error;
mod has;
mod keys;
mod machine;
mod permissions;
mod reason;
mod refusal;
mod request;
mod session;
mod state;
mod token;
#[cfg(feature = "tower")]
pub mod tower;

pub use crate::{
    authenticator::{Authenticator, AuthenticatorBuilder},
    environment::Environment,
    error::VerifyError,
    has::{
        Requirement, Reverification, all_of, any_of, feature, permission, plan, reverification,
        role,
    },
    machine::{Accepts, MachineToken, TokenKind},
    reason::{Reason, RefreshFailure},
    refusal::Refusal,
    request::{OrganizationSync, PublishableKey, RequestView},
    session::{Actor, FactorAges, Organization, Session, SessionStatus},
    state::{AuthState, Caller, Identity, Redirect},
};
