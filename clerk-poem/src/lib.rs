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
    middleware::{ClerkEndpoint, ClerkMiddleware},
    rejection::Rejection,
    require::{Require, RequireEndpoint, require, require_signed_in},
    webhook::Webhook,
};
