//! A client's settings, and the checks on them.

use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, USER_AGENT},
};
use zeroize::Zeroizing;

use super::{Client, Inner, Limits};
use crate::{
    BaseUrl, ConfigError, HttpTransport, Retry, RetryPolicy, SecretKey, Timer, TransportSettings,
    encode::DefaultHeaders,
};

/// Where Clerk's Backend API is.
pub const DEFAULT_BASE_URL: &str = "https://api.clerk.com/v1";

/// The version of the Backend API that this SDK is written for: the `Clerk-API-Version` header.
pub const API_VERSION: &str = "2026-05-12";

const DEFAULT_LIMITS: Limits = Limits {
    timeout: Duration::from_secs(60),
    attempt_timeout: Duration::from_secs(30),
    max_response_bytes: 16 * 1024 * 1024,
};

/// Makes the transport of a client that was given none.
type MakeTransport = fn(&TransportSettings) -> Result<Box<dyn HttpTransport>, ConfigError>;

type Decorate = Box<dyn FnOnce(Box<dyn HttpTransport>) -> Box<dyn HttpTransport> + Send>;

/// A client's settings. Everything is checked in [`build`](Self::build), before anything is sent.
///
/// `C` is what `build` gives: a [`Client`], or what a crate wraps around one.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<C = Client> {
    key: Zeroizing<String>,
    base_url: String,
    allow_insecure_http: bool,
    api_version: String,
    user_agent: Option<String>,
    headers: Vec<(String, String)>,
    limits: Limits,
    retry: RetryPolicy,
    retry_budget: Option<u32>,
    timer: Option<Arc<dyn Timer>>,
    decorators: Vec<Decorate>,
    transport: Option<Box<dyn HttpTransport>>,
    make_transport: Option<MakeTransport>,
    settings: TransportSettings,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Starts with this secret key and the defaults.
    pub fn new(key: impl Into<String>) -> Self {
        Self {
            key: Zeroizing::new(key.into()),
            base_url: DEFAULT_BASE_URL.to_owned(),
            allow_insecure_http: false,
            api_version: API_VERSION.to_owned(),
            user_agent: None,
            headers: Vec::new(),
            limits: DEFAULT_LIMITS,
            retry: RetryPolicy::new(),
            retry_budget: None,
            timer: None,
            decorators: Vec::new(),
            transport: None,
            make_transport: None,
            settings: TransportSettings::default(),
            client: PhantomData,
        }
    }

    /// Sets the URL that all paths are below. [`DEFAULT_BASE_URL`] unless set.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Allows a base URL with `http` to a host that is not this machine. The key then travels in
    /// the clear.
    pub fn allow_insecure_http(mut self) -> Self {
        self.allow_insecure_http = true;
        self
    }

    /// Sets what carries the requests. The settings of a connection
    /// ([`connect_timeout`](Self::connect_timeout), [`proxy`](Self::proxy),
    /// [`root_certificate`](Self::root_certificate)) are then the transport's own matter.
    pub fn transport(mut self, transport: impl HttpTransport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Sets how the transport is made where [`transport`](Self::transport) gives none.
    pub fn default_transport(mut self, make: MakeTransport) -> Self {
        self.make_transport = Some(make);
        self
    }

    /// Sets the `Clerk-API-Version` header, a date. [`API_VERSION`] unless set; the models are
    /// written for that one.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        self.api_version = version.into();
        self
    }

    /// Replaces the `User-Agent` header, `clerk-sdk-rust/<version> (<transport>)`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Adds a header to every request. One that an endpoint sets itself wins over it.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Decorates the transport, whichever it is. The last decorator set is the first to see a
    /// request; all of them see each attempt of a call.
    ///
    /// ```
    /// # use clerk_core::{
    /// #     Bytes, Client, ClientBuilder, HttpTransport, RequestContext, TransportError, async_trait,
    /// #     http,
    /// # };
    /// #[derive(Debug)]
    /// struct Counted<T>(T);
    ///
    /// #[async_trait]
    /// impl<T: HttpTransport> HttpTransport for Counted<T> {
    ///     async fn send(
    ///         &self,
    ///         request: http::Request<Bytes>,
    ///         context: &RequestContext,
    ///     ) -> Result<http::Response<Bytes>, TransportError> {
    ///         // count
    ///         self.0.send(request, context).await
    ///     }
    /// }
    ///
    /// fn counted() -> ClientBuilder {
    ///     Client::builder("sk_test_x").decorate(Counted)
    /// }
    /// ```
    pub fn decorate<T: HttpTransport>(
        mut self,
        decorator: impl FnOnce(Box<dyn HttpTransport>) -> T + Send + 'static,
    ) -> Self {
        self.decorators.push(Box::new(|transport| Box::new(decorator(transport))));
        self
    }

    /// Sets the longest time that a call may take, over all its attempts and the waits between
    /// them. 60 seconds unless set; [`Call::timeout`](crate::Call::timeout) sets it for one call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Sets the longest time that one attempt may take, from the first byte sent to the last byte
    /// received. 30 seconds unless set;
    /// [`Call::attempt_timeout`](crate::Call::attempt_timeout) sets it for one call.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt_timeout = timeout;
        self
    }

    /// Sets the largest body of an answer to accept, in bytes. 16 MiB unless set.
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.limits.max_response_bytes = bytes;
        self
    }

    /// Sets how calls are retried: see [`Retry`]. [`RetryPolicy::never`] turns retries off;
    /// [`Call::retry`](crate::Call::retry) sets it for one call.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets how many retries all calls together may make before successes have to earn more: one
    /// for five. 100 unless set.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = Some(retries);
        self
    }

    /// Sets what waits between attempts. The transport's own timer unless set, else
    /// [`SystemTimer`](crate::SystemTimer).
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Sets the longest time that setting up a connection may take. 10 seconds unless set;
    /// [`Call::connect_timeout`](crate::Call::connect_timeout) sets it for one call.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// Sets the proxy that all requests go through, as a URL, which may hold a user name and a
    /// password. The environment's proxy variables are not read.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.settings.proxy = Some(url.into());
        self
    }

    /// Trusts these certificates, one or more PEM blocks, besides the system's.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.settings.root_certificates.push(pem.into());
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    /// When the key, the base URL, a header or a setting of the transport cannot be used, or when
    /// there is no transport. The error names the setting and shows no secret.
    pub fn build(self) -> Result<C, ConfigError> {
        let key = SecretKey::checked(self.key)?;
        let base = if self.allow_insecure_http {
            BaseUrl::insecure(&self.base_url)?
        } else {
            BaseUrl::new(&self.base_url)?
        };
        let transport = match (self.transport, self.make_transport) {
            (Some(transport), _) => transport,
            (None, Some(make)) => make(&self.settings)?,
            (None, None) => {
                return Err(ConfigError::new(
                    "transport",
                    "is missing; turn on the feature `reqwest` or `isahc` of clerk-sdk, or pass \
                     one to `transport`",
                ));
            }
        };

        // Decorators need not pass these on.
        let (name, timer) = (transport.name(), self.timer.or_else(|| transport.timer()));
        let transport = self.decorators.into_iter().fold(transport, |inner, outer| outer(inner));

        let user_agent = self
            .user_agent
            .unwrap_or_else(|| format!("clerk-sdk-rust/{} ({})", env!("CARGO_PKG_VERSION"), name));
        // With room for what an HTTP client adds, since a map that grows is built anew.
        let mut headers = HeaderMap::with_capacity(self.headers.len() + 8);
        headers.insert(AUTHORIZATION, key.header());
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert("clerk-api-version", header_value("API version", self.api_version)?);
        headers.insert(USER_AGENT, header_value("user agent", user_agent)?);
        for (name, value) in self.headers {
            headers.insert(header_name(&name)?, header_value("value of a default header", value)?);
        }

        let mut retry = Retry::new(transport).policy(self.retry);
        if let Some(retries) = self.retry_budget {
            retry = retry.budget(retries);
        }
        if let Some(timer) = timer {
            retry = retry.timer(timer);
        }
        Ok(C::from(Client(Arc::new(Inner {
            transport: retry,
            base,
            headers: DefaultHeaders::new(headers),
            limits: self.limits,
        }))))
    }
}

/// The headers that follow from the call itself.
pub(super) const OWN_HEADERS: [HeaderName; 4] = [AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST];

fn header_name(name: &str) -> Result<HeaderName, ConfigError> {
    let name = HeaderName::try_from(name)
        .map_err(|_| ConfigError::new("name of a default header", "is no header name"))?;
    if OWN_HEADERS.contains(&name) {
        return Err(ConfigError::new(
            "default header",
            format!("`{name}` is one that the client sets itself"),
        ));
    }
    Ok(name)
}

fn header_value(setting: &'static str, value: String) -> Result<HeaderValue, ConfigError> {
    HeaderValue::try_from(value).map_err(|_| {
        ConfigError::new(
            setting,
            "holds a line break or another character that a header cannot carry",
        )
    })
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("transport", &self.transport)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
