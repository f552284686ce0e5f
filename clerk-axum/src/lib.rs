#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod extract;
mod rejection;
mod webhook;

pub use clerk_auth::adapters::Cause;

pub use crate::{
    extract::{Auth, Authenticated, MaybeSignedIn, SignedIn},
    rejection::Rejection,
    webhook::Webhook,
};
