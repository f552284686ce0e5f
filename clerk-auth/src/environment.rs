//! The environment variables of Clerk's SDKs.

use clerk_api::conventions::{SECRET_KEY_VARIABLE, variable};
use clerk_core::{SecretString, error::ConfigError};

/// The settings in the environment variables of Clerk's SDKs. Only [`read`](Self::read) reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Environment {
    /// `CLERK_PUBLISHABLE_KEY`: names the instance.
    pub publishable_key: Option<String>,
    /// `CLERK_JWT_KEY`: the instance's public key, in PEM.
    pub jwt_key: Option<String>,
    /// `CLERK_SECRET_KEY`: the credential of the Backend API.
    pub secret_key: Option<SecretString>,
    /// `CLERK_MACHINE_SECRET_KEY`: the credential of a machine.
    pub machine_secret_key: Option<SecretString>,
}

impl Environment {
    /// Reads the four variables. An empty variable counts as unset.
    ///
    /// # Errors
    /// If a variable is not UTF-8.
    pub fn read() -> Result<Self, ConfigError> {
        Ok(Self {
            publishable_key: variable("CLERK_PUBLISHABLE_KEY")?,
            jwt_key: variable("CLERK_JWT_KEY")?,
            secret_key: variable(SECRET_KEY_VARIABLE)?.map(SecretString::from),
            machine_secret_key: variable("CLERK_MACHINE_SECRET_KEY")?.map(SecretString::from),
        })
    }
}
