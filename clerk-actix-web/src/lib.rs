#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod extract;
mod middleware;
mod rejection;
mod require;
mod webhook;

pub use clerk_auth::adapters::Cause;

pub use crate::{
    extract::{Auth, Authenticated, MaybeSignedIn, SignedIn},
    middleware::{ClerkMiddleware, ClerkService},
    rejection::Rejection,
    require::{Require, RequireService, require, require_signed_in},
    webhook::Webhook,
};
