//! The public keys of an instance.

use clerk_core::error::ConfigError;

mod cache;
mod flight;
mod jwks;
mod pem;

pub(crate) use cache::KeyCache;
pub(crate) use jwks::KeySet;

use crate::{
    crypto::{Algorithm, PublicKey, Verifier},
    error::VerifyError,
    reason::Reason,
    token::{Header, Token},
};

/// Where the keys come from.
#[derive(Debug)]
pub(crate) enum Keys {
    /// One key in PEM. The token's key ID is ignored, and the algorithm is RS256.
    Pem(PublicKey),
    /// The keys that the instance publishes.
    Jwks(KeyCache),
}

impl Keys {
    /// Reads a key in PEM.
    pub(crate) fn from_pem(pem: &str) -> Result<Self, ConfigError> {
        match pem::public_key(pem) {
            Ok(key) => Ok(Self::Pem(key)),
            Err(problem) => {
                let error = VerifyError::new(Reason::JwkFailedToResolve).problem(problem);
                let problem = format!("cannot be used: {error}");
                Err(ConfigError::new("JWT key", problem).with_source(error))
            }
        }
    }

    /// Checks the signature of a token, once its header has been checked.
    pub(crate) async fn check_signature(
        &self,
        token: Token<'_>,
        header: &Header,
        algorithm: Algorithm,
    ) -> Result<(), VerifyError> {
        match self {
            Self::Pem(key) => check(token, header, algorithm, [key.with(algorithm)]),
            Self::Jwks(cache) => {
                let Some(id) = &header.kid else {
                    return Err(VerifyError::new(Reason::JwkKidMismatch)
                        .with_claim("kid")
                        .problem("the token names no key"));
                };
                let set = cache.with_key(id).await?;
                check(token, header, algorithm, set.keys(id).map(|key| key.with(algorithm)))
            }
        }
    }
}

/// Tries each key that may be used with the algorithm.
fn check<'k>(
    token: Token<'_>,
    header: &Header,
    algorithm: Algorithm,
    keys: impl IntoIterator<Item = Option<Verifier<'k>>>,
) -> Result<(), VerifyError> {
    let mut fits = false;
    let keys = keys.into_iter().flatten().inspect(|_| fits = true);
    if token.is_signed_by(header, keys) {
        Ok(())
    } else if fits {
        Err(VerifyError::new(Reason::TokenInvalidSignature))
    } else {
        Err(VerifyError::new(Reason::TokenInvalidAlgorithm)
            .with_claim("alg")
            .with_found(algorithm.name())
            .problem("the key is for another algorithm"))
    }
}
