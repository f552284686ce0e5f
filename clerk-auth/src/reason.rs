//! The reasons that Clerk's SDKs give.

use std::{borrow::Cow, fmt};

use clerk_core::http::StatusCode;

/// Declares the reasons without details: each with its code and its meaning.
macro_rules! reasons {
    ($($name:ident => $code:literal, $meaning:literal;)*) => {
        /// The reason why a token or a request does not sign anyone in. The codes are those of
        /// Clerk's own SDKs. `Display` shows the code.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason {
            $(#[doc = concat!("`", $code, "`: ", $meaning, ".")] $name,)*
            /// `session-token-expired-refresh-<code>`: the session token in the cookie has expired,
            /// and it was not refreshed.
            SessionTokenExpired(RefreshFailure),
        }

        impl Reason {
            /// Returns the code, such as `token-expired`.
            #[must_use]
            pub fn code(&self) -> Cow<'static, str> {
                match self {
                    $(Self::$name => Cow::Borrowed($code),)*
                    Self::SessionTokenExpired(failure) => {
                        Cow::Owned(format!("session-token-expired-refresh-{failure}"))
                    }
                }
            }

            /// Returns the meaning, in words.
            pub(crate) fn meaning(&self) -> &'static str {
                match self {
                    $(Self::$name => $meaning,)*
                    Self::SessionTokenExpired(_) => {
                        "the session token has expired, and it was not refreshed"
                    }
                }
            }
        }
    };
}

reasons! {
    TokenInvalid => "token-invalid", "the token is malformed";
    TokenTypeMismatch => "token-type-mismatch", "the token is of another kind than the one asked for";
    TokenInvalidAlgorithm => "token-invalid-algorithm", "the token's algorithm is not allowed, or not that of the key";
    TokenInvalidSignature => "token-invalid-signature", "the signature does not match";
    TokenVerificationFailed => "token-verification-failed", "a claim is missing or invalid";
    TokenInvalidAuthorizedParties => "token-invalid-authorized-parties", "the token was made for another origin";
    TokenInvalidIssuer => "token-invalid-issuer", "the token was made by another instance";
    TokenExpired => "token-expired", "the token has expired";
    TokenNotActiveYet => "token-not-active-yet", "the token is not valid yet";
    TokenIatInTheFuture => "token-iat-in-the-future", "the token was issued in the future";
    JwkFailedToResolve => "jwk-failed-to-resolve", "the public key cannot be read";
    JwkKidMismatch => "jwk-kid-mismatch", "the instance has no key with the token's key ID";
    JwkRemoteFailedToLoad => "jwk-remote-failed-to-load", "the keys cannot be fetched";
    SecretKeyInvalid => "secret-key-invalid", "Clerk refused the secret key";
    SessionTokenAndUatMissing => "session-token-and-uat-missing", "there is neither a session token nor a session";
    SessionTokenMissing => "session-token-missing", "the handshake brought no session token";
    SessionTokenWithoutClientUat => "session-token-but-no-client-uat", "there is a session token, but no sign that the browser is signed in";
    ClientUatWithoutSessionToken => "client-uat-but-no-session-token", "the browser is signed in, but sent no session token";
    SessionTokenIatBeforeClientUat => "session-token-iat-before-client-uat", "the session token is older than the browser's last sign-in or sign-out";
    SessionTokenNbf => "session-token-nbf", "the session token in the cookie is not valid yet";
    SessionTokenIatInTheFuture => "session-token-iat-in-the-future", "the session token in the cookie was issued in the future";
    SatelliteNeedsSyncing => "satellite-needs-syncing", "the satellite domain has to ask the primary domain";
    PrimaryRespondsToSyncing => "primary-responds-to-syncing", "the primary domain responds to a satellite";
    PrimaryDomainCrossOriginSync => "primary-domain-cross-origin-sync", "the browser came from another origin";
    DevBrowserSync => "dev-browser-sync", "the URL brings the development browser's token";
    DevBrowserMissing => "dev-browser-missing", "the development browser has no token";
    ActiveOrganizationMismatch => "active-organization-mismatch", "the URL names another organization than the active one";
    NoTokenInHeader => "No token in header", "a machine token is asked for, and the `Authorization` header has none";
    SessionPending => "session-pending", "the session is pending: the user has tasks to complete first";
    CrossSiteRequest => "cross-site-request", "a cookie authenticates the request, and another site sent it";
    NotAllowed => "not-allowed", "the caller is known, and not allowed to do this";
    UnexpectedError => "unexpected-error", "Clerk failed, or its response has no meaning";
}

impl Reason {
    /// Returns whether Clerk's keys or Clerk itself are unavailable. The token may be valid.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        matches!(
            self,
            Self::JwkFailedToResolve
                | Self::JwkRemoteFailedToLoad
                | Self::SecretKeyInvalid
                | Self::UnexpectedError
        )
    }

    /// Returns the status of a response that refuses the request: 503 for an
    /// [outage](Self::is_outage), 403 for a caller that is known, or else 401.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            _ if self.is_outage() => StatusCode::SERVICE_UNAVAILABLE,
            Self::CrossSiteRequest | Self::NotAllowed => StatusCode::FORBIDDEN,
            _ => StatusCode::UNAUTHORIZED,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

/// The reason why an expired session token was not refreshed. `Display` shows the code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefreshFailure {
    /// `non-eligible-non-get`: the method of the request is not `GET`.
    NotGet,
    /// `non-eligible-no-refresh-cookie`: the request has no refresh cookie.
    NoRefreshCookie,
    /// `invalid-session-token`: the expired session token cannot be decoded.
    InvalidSessionToken,
    /// `expired-session-token-missing-sid-claim`: the expired session token names no session.
    MissingSessionId,
    /// `fetch-error`: Clerk could not be reached.
    Fetch,
    /// `unexpected-sdk-error`: the response has no cookies.
    UnexpectedSdk,
    /// `unexpected-bapi-error`: Clerk refused the refresh, and gave no code.
    UnexpectedApi,
    /// A code of Clerk's.
    Api(String),
}

impl fmt::Display for RefreshFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotGet => "non-eligible-non-get",
            Self::NoRefreshCookie => "non-eligible-no-refresh-cookie",
            Self::InvalidSessionToken => "invalid-session-token",
            Self::MissingSessionId => "expired-session-token-missing-sid-claim",
            Self::Fetch => "fetch-error",
            Self::UnexpectedSdk => "unexpected-sdk-error",
            Self::UnexpectedApi => "unexpected-bapi-error",
            Self::Api(code) => code,
        })
    }
}
