//! The client that people make: Clerk's, with the transport that a feature chose.

use std::{env, ops::Deref};

use clerk_core::{Client, ClientBuilder, ConfigError, HttpTransport, TransportSettings};

const KEY_VARIABLE: &str = "CLERK_SECRET_KEY";
const URL_VARIABLE: &str = "CLERK_API_URL";

/// A client of Clerk's Backend API. Cheap to clone; clones share the connections.
///
/// All that it does, it does through the [`Client`] that it dereferences to: see
/// [`Client::send`].
///
/// ```no_run
/// use clerk_sdk::{Clerk, api::actor_tokens::{Actor, CreateActorToken}};
///
/// # async fn run() -> Result<(), clerk_sdk::Error> {
/// let clerk = Clerk::from_env()?;
/// let token = clerk.send(CreateActorToken::new("user_1", Actor::new("user_2"))).await?;
/// println!("{} is {}", token.id, token.status);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Clerk(Client);

impl Clerk {
    /// Makes a client with this secret key and the defaults.
    ///
    /// # Errors
    /// When the key cannot be used, or when no transport is compiled in.
    pub fn new(key: impl Into<String>) -> Result<Self, ConfigError> {
        Self::builder(key).build()
    }

    /// Makes a client with the secret key in `CLERK_SECRET_KEY`, and the base URL in
    /// `CLERK_API_URL` where that is set.
    ///
    /// # Errors
    /// When `CLERK_SECRET_KEY` is not set, or one of the two cannot be used.
    pub fn from_env() -> Result<Self, ConfigError> {
        let key = variable(KEY_VARIABLE)?.ok_or_else(|| {
            ConfigError::new("secret key", format!("is missing; set `{KEY_VARIABLE}`"))
        })?;
        let builder = Self::builder(key);
        match variable(URL_VARIABLE)? {
            Some(url) => builder.base_url(url).build(),
            None => builder.build(),
        }
    }

    /// Starts a client with this secret key and settings of its own.
    pub fn builder(key: impl Into<String>) -> ClientBuilder<Self> {
        let builder = ClientBuilder::new(key);
        match DEFAULT_TRANSPORT {
            Some(make) => builder.default_transport(make),
            None => builder,
        }
    }
}

fn variable(name: &'static str) -> Result<Option<String>, ConfigError> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => {
            Err(ConfigError::new("environment", format!("has a `{name}` that is not UTF-8")))
        }
    }
}

/// How a transport is made from settings.
type Make = fn(&TransportSettings) -> Result<Box<dyn HttpTransport>, ConfigError>;

/// Where both are compiled in, reqwest.
#[cfg(any(feature = "reqwest", feature = "reqwest-native-tls"))]
const DEFAULT_TRANSPORT: Option<Make> =
    Some(|settings| Ok(Box::new(crate::ReqwestTransport::with_settings(settings)?)));

#[cfg(all(
    any(feature = "isahc", feature = "isahc-native-tls"),
    not(any(feature = "reqwest", feature = "reqwest-native-tls"))
))]
const DEFAULT_TRANSPORT: Option<Make> =
    Some(|settings| Ok(Box::new(crate::IsahcTransport::with_settings(settings)?)));

#[cfg(not(any(
    feature = "isahc",
    feature = "isahc-native-tls",
    feature = "reqwest",
    feature = "reqwest-native-tls"
)))]
const DEFAULT_TRANSPORT: Option<Make> = None;

impl Deref for Clerk {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.0
    }
}

impl From<Client> for Clerk {
    fn from(client: Client) -> Self {
        Self(client)
    }
}
