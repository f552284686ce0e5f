//! The kinds of tokens, and which of them a request may carry.

use std::fmt;

use crate::verify::{Unverified, token::Type};

/// A kind of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// A session token of a user.
    Session,
    /// A token that one machine uses to call another.
    M2m,
    /// An API key of a user, an organization, or a machine.
    ApiKey,
    /// An access token of an OAuth application.
    OAuth,
}

impl TokenKind {
    /// Returns the name of the kind, such as `session_token`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session_token",
            Self::M2m => "m2m_token",
            Self::ApiKey => "api_key",
            Self::OAuth => "oauth_token",
        }
    }

    /// Returns the kind of an opaque token, by its prefix. A session token is never opaque.
    pub(crate) fn of_opaque(token: &str) -> Option<Self> {
        [("mt_", Self::M2m), ("oat_", Self::OAuth), ("ak_", Self::ApiKey)]
            .into_iter()
            .find_map(|(prefix, kind)| token.starts_with(prefix).then_some(kind))
    }

    /// Returns the kind of a signed token, by its subject and its type.
    pub(crate) fn of_signed(token: &Unverified<'_>) -> Self {
        match token.header().typ {
            _ if token.subject().is_some_and(|subject| subject.starts_with("mch_")) => Self::M2m,
            Type::AccessToken => Self::OAuth,
            _ => Self::Session,
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::Session => 1,
            Self::M2m => 2,
            Self::ApiKey => 4,
            Self::OAuth => 8,
        }
    }
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The kinds of tokens that are accepted: one, several, or any. Default: session tokens.
///
/// ```
/// use clerk_auth::{Accepts, TokenKind};
///
/// let one = Accepts::from(TokenKind::ApiKey);
/// let several = Accepts::from([TokenKind::Session, TokenKind::OAuth]);
/// let any = Accepts::ANY;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepts {
    /// A bit for each kind.
    kinds: u8,
    /// Set if one kind was named, not a list.
    only: Option<TokenKind>,
}

impl Accepts {
    /// Accepts tokens of any kind.
    pub const ANY: Self = Self { kinds: u8::MAX, only: None };

    /// Returns whether tokens of this kind are accepted.
    #[must_use]
    pub fn contains(&self, kind: TokenKind) -> bool {
        self.kinds & kind.bit() != 0
    }

    /// Returns the only kind that is accepted, if there is only one.
    pub(crate) fn only(&self) -> Option<TokenKind> {
        self.only
    }
}

impl Default for Accepts {
    fn default() -> Self {
        TokenKind::Session.into()
    }
}

impl From<TokenKind> for Accepts {
    fn from(kind: TokenKind) -> Self {
        Self { kinds: kind.bit(), only: Some(kind) }
    }
}

impl From<&[TokenKind]> for Accepts {
    fn from(kinds: &[TokenKind]) -> Self {
        Self { kinds: kinds.iter().fold(0, |kinds, kind| kinds | kind.bit()), only: None }
    }
}

impl<const N: usize> From<[TokenKind; N]> for Accepts {
    fn from(kinds: [TokenKind; N]) -> Self {
        kinds.as_slice().into()
    }
}
