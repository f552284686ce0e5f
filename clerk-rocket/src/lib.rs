#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod fairing;
mod guard;
mod rejection;
mod request_state;
mod require;
mod webhook;

pub use clerk_auth::adapters::Cause;

pub use crate::{
    fairing::ClerkFairing,
    guard::{Auth, Authenticated, MaybeSignedIn, Require, Requires, SignedIn},
    rejection::Rejection,
    require::{require, require_signed_in},
    webhook::Webhook,
};
