//! The public keys of an instance.

mod cache;
mod flight;
mod jwks;
mod pem;

use std::sync::Arc;

use clerk_core::{client::Client, error::ConfigError, transport::Timer};

use self::cache::KeyCache;
use super::token::{Header, Token};
use crate::{
    crypto::{Algorithm, PublicKey},
    error::VerifyError,
    reason::Reason,
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

    /// Fetches the keys of the client's instance when they are needed.
    pub(crate) fn of_client(client: Client, timer: Arc<dyn Timer>) -> Self {
        Self::Jwks(KeyCache::new(client, timer))
    }

    /// Checks the signature of a token, once its header has been checked.
    pub(crate) async fn check_signature(
        &self,
        token: Token<'_>,
        header: &Header,
        algorithm: Algorithm,
    ) -> Result<(), VerifyError> {
        match self {
            Self::Pem(key) => check(token, header, algorithm, [key]),
            Self::Jwks(cache) => {
                let Some(id) = &header.kid else {
                    return Err(VerifyError::new(Reason::JwkKidMismatch)
                        .with_claim("kid")
                        .problem("the token names no key"));
                };
                let set = cache.with_key(id).await?;
                check(token, header, algorithm, set.keys(id))
            }
        }
    }
}

/// Tries each key that may be used with the algorithm.
fn check<'k>(
    token: Token<'_>,
    header: &Header,
    algorithm: Algorithm,
    keys: impl IntoIterator<Item = &'k PublicKey>,
) -> Result<(), VerifyError> {
    let mut fits = false;
    for key in keys {
        match key.accepts(algorithm, token.signed.as_bytes(), &header.signature) {
            Some(true) => return Ok(()),
            Some(false) => fits = true,
            None => {}
        }
    }
    Err(if fits {
        VerifyError::new(Reason::TokenInvalidSignature)
    } else {
        VerifyError::new(Reason::TokenInvalidAlgorithm)
            .with_claim("alg")
            .with_found(algorithm.name())
            .problem("the key is for another algorithm")
    })
}
