//! The kinds of tokens, and which of them a request may carry.

use std::fmt;

/// A kind of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// A session token of a user.
    Session,
    /// A token with which one machine calls another.
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
pub struct Accepts(Choice);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    One(TokenKind),
    Several { session: bool, m2m: bool, api_key: bool, oauth: bool },
    Any,
}

impl Accepts {
    /// Accepts tokens of any kind.
    pub const ANY: Self = Self(Choice::Any);

    /// Returns whether tokens of this kind are accepted.
    #[must_use]
    pub fn contains(&self, kind: TokenKind) -> bool {
        match (self.0, kind) {
            (Choice::Any, _) => true,
            (Choice::One(accepted), kind) => accepted == kind,
            (Choice::Several { session, .. }, TokenKind::Session) => session,
            (Choice::Several { m2m, .. }, TokenKind::M2m) => m2m,
            (Choice::Several { api_key, .. }, TokenKind::ApiKey) => api_key,
            (Choice::Several { oauth, .. }, TokenKind::OAuth) => oauth,
        }
    }

    /// Returns the only kind that is accepted, if there is only one.
    pub(crate) fn only(&self) -> Option<TokenKind> {
        match self.0 {
            Choice::One(kind) => Some(kind),
            _ => None,
        }
    }
}

impl Default for Accepts {
    fn default() -> Self {
        TokenKind::Session.into()
    }
}

impl From<TokenKind> for Accepts {
    fn from(kind: TokenKind) -> Self {
        Self(Choice::One(kind))
    }
}

impl From<&[TokenKind]> for Accepts {
    fn from(kinds: &[TokenKind]) -> Self {
        Self(Choice::Several {
            session: kinds.contains(&TokenKind::Session),
            m2m: kinds.contains(&TokenKind::M2m),
            api_key: kinds.contains(&TokenKind::ApiKey),
            oauth: kinds.contains(&TokenKind::OAuth),
        })
    }
}

impl<const N: usize> From<[TokenKind; N]> for Accepts {
    fn from(kinds: [TokenKind; N]) -> Self {
        kinds.as_slice().into()
    }
}
