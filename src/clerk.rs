//! The client of the Backend API, with the transport that a feature selects.

use clerk_api::conventions::{self, API_URL_VARIABLE, SECRET_KEY_VARIABLE, variable};
use clerk_core::{
    Bytes,
    client::{Call, Client, ClientBuilder},
    codec::BaseUrl,
    endpoint::Endpoint,
    error::{ConfigError, Error},
    http,
    pages::{ListEndpoint, Pages},
    transport::{HttpTransport, TransportSettings},
};

/// A client of Clerk's Backend API. Cheap to clone: clones share the connections.
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
    /// Creates a client with this secret key and the defaults.
    ///
    /// # Errors
    /// If the key is invalid, or if no transport is compiled in.
    pub fn new(secret_key: impl Into<String>) -> Result<Self, ConfigError> {
        Self::builder(secret_key).build()
    }

    /// Creates a client with the secret key in `CLERK_SECRET_KEY`, and with the base URL in
    /// `CLERK_API_URL` if that is set. An empty variable counts as not set, and a URL without a path
    /// gets `/v1`.
    ///
    /// # Errors
    /// If `CLERK_SECRET_KEY` is not set, or if one of the two is invalid.
    pub fn from_env() -> Result<Self, ConfigError> {
        let key = variable(SECRET_KEY_VARIABLE)?.ok_or_else(|| {
            ConfigError::new("secret key", format!("is missing; set `{SECRET_KEY_VARIABLE}`"))
        })?;
        let builder = Self::builder(key);
        match variable(API_URL_VARIABLE)? {
            Some(url) => builder.base_url(conventions::base_url(&url)).build(),
            None => builder.build(),
        }
    }

    /// Starts a client with this secret key and further settings.
    pub fn builder(secret_key: impl Into<String>) -> ClientBuilder<Self> {
        let make = TRANSPORTS.first().copied().unwrap_or(no_transport);
        conventions::client(secret_key).default_transport(make)
    }

    /// Creates a call. The request is encoded at once, and sent when the call is awaited.
    ///
    /// If a param cannot be sent, awaiting the call returns [`Error::Encode`].
    pub fn send<E: Endpoint>(&self, endpoint: E) -> Call<E::Response> {
        self.0.send(endpoint)
    }

    /// Reads a list page by page, from the page that `endpoint` asks for to the last. Nothing is
    /// sent until a page is asked for.
    pub fn pages<E: ListEndpoint>(&self, endpoint: E) -> Pages<E> {
        self.0.pages(endpoint)
    }

    /// Returns the request that [`send`](Self::send) sends, including the secret key.
    ///
    /// # Errors
    /// [`Error::Encode`] if a param cannot be sent.
    pub fn request<E: Endpoint + ?Sized>(
        &self,
        endpoint: &E,
    ) -> Result<http::Request<Bytes>, Error> {
        self.0.request(endpoint)
    }

    /// Returns the URL that all paths are appended to.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        self.0.base_url()
    }

    /// Returns the transport, including its middleware.
    #[must_use]
    pub fn transport(&self) -> &dyn HttpTransport {
        self.0.transport()
    }

    /// Starts an authenticator that fetches the instance's public keys with this client.
    #[cfg(feature = "auth")]
    pub fn authenticator(&self) -> clerk_auth::AuthenticatorBuilder {
        clerk_auth::Authenticator::builder().client(self.0.clone())
    }

    /// Starts an authenticator with the settings in `CLERK_PUBLISHABLE_KEY`, `CLERK_JWT_KEY`,
    /// `CLERK_SECRET_KEY`, and `CLERK_MACHINE_SECRET_KEY`. If the secret key is set, the client is
    /// that of [`from_env`](Self::from_env).
    ///
    /// # Errors
    /// If a variable is invalid.
    #[cfg(feature = "auth")]
    pub fn authenticator_from_env() -> Result<clerk_auth::AuthenticatorBuilder, ConfigError> {
        let environment = clerk_auth::Environment::read()?;
        let builder = match &environment.secret_key {
            Some(_) => Self::from_env()?.authenticator(),
            None => clerk_auth::Authenticator::builder(),
        };
        Ok(builder.environment(&environment))
    }

    /// Returns the client of `clerk-core` that this one is built on, for code that is generic over
    /// APIs.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.0
    }
}

/// Creates a transport from its settings.
type MakeTransport = fn(&TransportSettings) -> Result<Box<dyn HttpTransport>, ConfigError>;

/// The transports that are compiled in. The first is the default.
const TRANSPORTS: &[MakeTransport] = &[
    #[cfg(any(feature = "reqwest", feature = "reqwest-native-tls", feature = "reqwest-ring"))]
    |settings| Ok(Box::new(crate::ReqwestTransport::with_settings(settings)?)),
    #[cfg(any(feature = "hyper", feature = "hyper-ring"))]
    |settings| Ok(Box::new(crate::HyperTransport::with_settings(settings)?)),
    #[cfg(any(feature = "isahc", feature = "isahc-native-tls"))]
    |settings| Ok(Box::new(crate::IsahcTransport::with_settings(settings)?)),
];

fn no_transport(_: &TransportSettings) -> Result<Box<dyn HttpTransport>, ConfigError> {
    Err(ConfigError::new(
        "transport",
        "is missing: turn on the feature `reqwest`, `hyper`, or `isahc` of clerk-sdk, or pass one to \
         `transport`",
    ))
}

impl From<Client> for Clerk {
    fn from(client: Client) -> Self {
        Self(client)
    }
}
