#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod fairing;
mod guard;
mod kept;
mod rejection;
mod require;
mod webhook;

pub use crate::{
    fairing::ClerkFairing,
    guard::{Auth, Authenticated, MaybeSignedIn, Require, Requires, SignedIn},
    rejection::Rejection,
    require::require,
    webhook::Webhook,
};
