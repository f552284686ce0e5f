//! Whole requests: tokens in headers and cookies, handshakes, refreshes, and satellites.

mod cookies;
mod csrf;
mod handshake;
mod header;
mod incoming;
mod jar;
mod organization_sync;
mod publishable_key;
mod redirects;
mod refresh;
mod settings;
mod suffix;
mod url;
mod view;

pub(crate) use self::{
    cookies::Duplicates,
    settings::{Options, Settings},
};
pub use self::{
    organization_sync::OrganizationSync, publishable_key::PublishableKey, view::RequestView,
};

use self::{
    header::Authorization,
    incoming::{Incoming, signed_out},
};
use crate::{machine::TokenKind, reason::Reason, state::AuthState, verify::Verifier};

/// Authenticates a request by the token in its header, or else by its cookies.
pub(crate) async fn authenticate(
    verifier: &Verifier,
    settings: &Settings,
    request: RequestView<'_>,
    duplicates: Duplicates,
) -> AuthState {
    let accepts = settings.options.accepts;
    let incoming = Incoming::new(verifier, settings, request);
    match (Authorization::read(&incoming.view), accepts.only()) {
        (Authorization::Invalid, only) => {
            signed_out(Reason::TokenInvalid, only.or(Some(TokenKind::Session)))
        }
        (Authorization::Token(token), _) => incoming.by_header(token).await,
        (Authorization::None, Some(kind)) if kind != TokenKind::Session => {
            signed_out(Reason::NoTokenInHeader, Some(kind))
        }
        (Authorization::None, _) if !accepts.contains(TokenKind::Session) => {
            signed_out(Reason::TokenTypeMismatch, None)
        }
        (Authorization::None, _) => incoming.by_cookies(duplicates).await,
    }
}
