//! The settings of a client.

use std::{borrow::Cow, fmt, marker::PhantomData, sync::Arc, time::Duration};

use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{ACCEPT, COOKIE, PROXY_AUTHORIZATION, USER_AGENT},
};

use super::{Client, Credential, Inner};
use crate::{
    codec::{BaseUrl, DefaultHeaders, header_refusal},
    error::{ApiProfile, ConfigError, ErrorReader, read_common},
    retry::{CallLimits, DEFAULT_BUDGET, DEFAULT_SPACING, Retrier, RetryPolicy},
    transport::{HttpTransport, SystemTimer, Timer, TransportSettings},
};

const DEFAULT_LIMITS: CallLimits = CallLimits {
    timeout: Duration::from_secs(60),
    attempt_timeout: Duration::from_secs(30),
    connect_timeout: None,
    max_response_bytes: 16 * 1024 * 1024,
    policy: None,
    idempotent: false,
    blocking: false,
};

/// Creates the transport of a client that is built without one.
type MakeTransport = fn(&TransportSettings) -> Result<Box<dyn HttpTransport>, ConfigError>;

type Middleware = Box<dyn FnOnce(Box<dyn HttpTransport>) -> Box<dyn HttpTransport> + Send>;

/// The settings of a client. [`build`](Self::build) checks all of them before anything is sent.
///
/// ```
/// use clerk_core::{Client, ConfigError, transport::HttpTransport};
///
/// fn client(token: &str, transport: impl HttpTransport) -> Result<Client, ConfigError> {
///     Client::builder("https://api.example.com/v2")
///         .bearer(token)
///         .header("x-api-version", "2026-01-01")
///         .transport(transport)
///         .build()
/// }
/// ```
///
/// `C` is the type that `build` returns: a [`Client`], or a type that wraps one.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<C = Client> {
    base_url: String,
    allow_insecure_http: bool,
    credential: Option<Result<Credential, ConfigError>>,
    user_agent: Option<String>,
    product: Option<Cow<'static, str>>,
    headers: Vec<(String, String)>,
    api: ApiProfile,
    limits: CallLimits,
    retry: RetryPolicy,
    retry_budget: u32,
    resume_spacing: Duration,
    timer: Option<Arc<dyn Timer>>,
    middleware: Vec<Middleware>,
    transport: Option<Box<dyn HttpTransport>>,
    make_transport: Option<MakeTransport>,
    settings: TransportSettings,
    /// The name of a connection setting that was changed.
    changed_setting: Option<&'static str>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Starts with this base URL and the defaults.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            allow_insecure_http: false,
            credential: None,
            user_agent: None,
            product: None,
            headers: Vec::new(),
            api: ApiProfile::new(read_common),
            limits: DEFAULT_LIMITS,
            retry: RetryPolicy::new(),
            retry_budget: DEFAULT_BUDGET,
            resume_spacing: DEFAULT_SPACING,
            timer: None,
            middleware: Vec::new(),
            transport: None,
            make_transport: None,
            settings: TransportSettings::default(),
            changed_setting: None,
            client: PhantomData,
        }
    }

    /// Replaces the base URL.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Allows a base URL with `http` to another machine. The credential is then sent unencrypted.
    /// Default: not allowed.
    pub fn allow_insecure_http(mut self) -> Self {
        self.allow_insecure_http = true;
        self
    }

    /// Sets the credential: a bearer token.
    pub fn bearer(self, token: impl Into<String>) -> Self {
        self.try_credential(Credential::bearer(token))
    }

    /// Sets the credential: a user name and a password.
    pub fn basic(self, user: &str, password: impl Into<String>) -> Self {
        self.try_credential(Credential::basic(user, password))
    }

    /// Sets the credential: a secret in a header of this name, such as `X-Api-Key`.
    pub fn api_key(self, header: &str, key: impl Into<String>) -> Self {
        self.try_credential(Credential::header(header, key))
    }

    /// Sets the credential. Default: none. [`Call::credential`](super::Call::credential) sets it for
    /// one call.
    pub fn credential(self, credential: Credential) -> Self {
        self.try_credential(Ok(credential))
    }

    /// Sets the credential, like [`credential`](Self::credential), but takes a `Result`:
    /// [`build`](Self::build) returns its error.
    pub fn try_credential(mut self, credential: Result<Credential, ConfigError>) -> Self {
        self.credential = Some(credential);
        self
    }

    /// Sets the transport. A transport has its own connection settings: if you also call
    /// [`connect_timeout`](Self::connect_timeout),
    /// [`max_connection_age`](Self::max_connection_age), [`proxy`](Self::proxy), or
    /// [`root_certificate`](Self::root_certificate), then [`build`](Self::build) fails.
    pub fn transport(mut self, transport: impl HttpTransport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Sets how to create a transport if [`transport`](Self::transport) is not called.
    pub fn default_transport(mut self, make: MakeTransport) -> Self {
        self.make_transport = Some(make);
        self
    }

    /// Sets the `User-Agent` header. Default: the transport's name.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sets the product in the `User-Agent` header, such as `my-sdk/1.2`. The transport's name
    /// follows in parentheses. Default: none.
    pub fn product(mut self, product: impl Into<Cow<'static, str>>) -> Self {
        self.product = Some(product.into());
        self
    }

    /// Adds a header to every request. An endpoint's own header replaces it. For a secret, use
    /// [`api_key`](Self::api_key).
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets how error responses are read. Default: [`read_common`].
    pub fn error_reader(mut self, reader: ErrorReader) -> Self {
        self.api.error_reader = reader;
        self
    }

    /// Adds a response header that carries a trace ID, which the API's support asks for. Errors and
    /// spans show the ID. Default: none.
    pub fn trace_header(mut self, name: HeaderName) -> Self {
        self.api.trace_headers.push(name);
        self
    }

    /// Sets the API's name, shown in spans as `api.name`. Default: none.
    pub fn api_name(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.api.name = name.into();
        self
    }

    /// Adds middleware around the transport. The middleware added last sees each request first. All
    /// middleware sees every attempt of a call.
    ///
    /// ```
    /// # use clerk_core::{
    /// #     Bytes, Client, ClientBuilder, http,
    /// #     transport::{HttpTransport, RequestContext, TransportError, async_trait},
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
    ///     Client::builder("https://api.example.com").middleware(Counted)
    /// }
    /// ```
    pub fn middleware<T: HttpTransport>(
        mut self,
        wrap: impl FnOnce(Box<dyn HttpTransport>) -> T + Send + 'static,
    ) -> Self {
        self.middleware.push(Box::new(|transport| Box::new(wrap(transport))));
        self
    }

    /// Sets the deadline of a call, including all attempts and the waits between them. Default: 60
    /// seconds. [`Call::timeout`](super::Call::timeout) sets it for one call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Sets the deadline of one attempt, from the first byte sent to the last byte received.
    /// Default: 30 seconds. [`Call::attempt_timeout`](super::Call::attempt_timeout) sets it for one
    /// call.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt_timeout = timeout;
        self
    }

    /// Sets the largest response body to accept, in bytes. Default: 16 MiB.
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.limits.max_response_bytes = bytes;
        self
    }

    /// Sets the retry policy. [`RetryPolicy::never`] turns retries off. Default:
    /// [`RetryPolicy::new`]. [`Call::retry`](super::Call::retry) sets it for one call.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the retry budget that all calls share. Every five successful calls add one retry. One
    /// operation may use at most half of what is left; the rest stays available to other
    /// operations. A retry after a 429 takes nothing from the budget. Default: 100 retries.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Sets the time between calls that resume after a 429 pause. Default: 10 milliseconds.
    pub fn resume_spacing(mut self, spacing: Duration) -> Self {
        self.resume_spacing = spacing;
        self
    }

    /// Sets the timer for the waits between attempts. Default: the transport's own timer, or else
    /// [`SystemTimer`].
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Sets the deadline for setting up a connection. Default: 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self.changed_setting = Some("connect timeout");
        self
    }

    /// Sets the age after which a connection takes no new requests. New connections then follow DNS
    /// changes. Default: no limit.
    pub fn max_connection_age(mut self, age: Duration) -> Self {
        self.settings.max_connection_age = Some(age);
        self.changed_setting = Some("maximum connection age");
        self
    }

    /// Sets the proxy for all requests, as a URL that may contain a user name and a password. Proxy
    /// variables in the environment are ignored. Default: none.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.settings.proxy = Some(url.into());
        self.changed_setting = Some("proxy");
        self
    }

    /// Trusts these certificates, one or more PEM blocks, in addition to the system's.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.settings.root_certificates.push(pem.into());
        self.changed_setting = Some("root certificate");
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    /// If the credential, the base URL, a header, or a transport setting is invalid, if there is no
    /// transport, or if [`transport`](Self::transport) is combined with connection settings. The
    /// error names the setting and shows no secret.
    pub fn build(mut self) -> Result<C, ConfigError> {
        let credential = self.credential.transpose()?;
        let base = if self.allow_insecure_http {
            BaseUrl::insecure(&self.base_url)?
        } else {
            BaseUrl::new(&self.base_url)?
        };
        let transport = match (self.transport, self.make_transport, self.changed_setting) {
            (Some(_), _, Some(setting)) => {
                return Err(ConfigError::new(
                    setting,
                    "does not apply to the transport that was passed to `transport`: set it where \
                     you create that transport",
                ));
            }
            (Some(transport), _, None) => transport,
            (None, Some(make), _) => make(&self.settings)?,
            (None, None, _) => {
                return Err(ConfigError::new("transport", "is missing: pass one to `transport`"));
            }
        };

        // Read these before middleware is added, which need not forward them.
        let (name, timer) = (transport.name(), self.timer.or_else(|| transport.timer()));
        let timer = timer.unwrap_or_else(|| Arc::new(SystemTimer));
        let transport = self.middleware.into_iter().fold(transport, |inner, wrap| wrap(inner));

        let user_agent = self.user_agent.unwrap_or_else(|| match self.product {
            Some(product) => format!("{product} ({name})"),
            None => name.to_owned(),
        });
        let mut headers = HeaderMap::with_capacity(ROOM);
        if let Some(credential) = &credential {
            headers.insert(credential.name().clone(), credential.value().clone());
        }
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, header_value("user agent", user_agent)?);
        for (name, value) in self.headers {
            let name = header_name(&name)?;
            if credential.as_ref().is_some_and(|credential| *credential.name() == name) {
                let problem = format!("`{name}` cannot be set: it is the credential's header");
                return Err(ConfigError::new("default header", problem));
            }
            let mut value = header_value("value of a default header", value)?;
            if is_secret(&name) {
                value.set_sensitive(true);
                self.api.secret_headers.push(value.clone());
            }
            headers.insert(name, value);
        }
        let mut public_headers = headers.clone();
        if let Some(credential) = &credential {
            public_headers.remove(credential.name());
        }
        Ok(C::from(Client(Arc::new(Inner {
            transport,
            retrier: Retrier::new(self.retry, timer, self.retry_budget, self.resume_spacing),
            base,
            headers: DefaultHeaders::new(headers),
            public_headers: DefaultHeaders::new(public_headers),
            limits: self.limits,
            api: self.api,
            credential,
        }))))
    }
}

/// The capacity of a header map, enough for a request and its response. Clones keep the size of the
/// map's index, and hyper reuses the request's map for the response's headers. A map that is too
/// small would be rebuilt.
const ROOM: usize = 24;

/// Returns whether values of this header are usually secret and must not be shown.
pub(super) fn is_secret(name: &HeaderName) -> bool {
    const SECRET: [&str; 3] = ["x-api-key", "api-key", "x-auth-token"];
    *name == COOKIE || *name == PROXY_AUTHORIZATION || SECRET.contains(&name.as_str())
}

fn header_name(name: &str) -> Result<HeaderName, ConfigError> {
    let name = HeaderName::try_from(name)
        .map_err(|_| ConfigError::new("name of a default header", "is not a header name"))?;
    match header_refusal(&name) {
        Some(reason) => {
            Err(ConfigError::new("default header", format!("`{name}` cannot be set: it {reason}")))
        }
        None => Ok(name),
    }
}

fn header_value(setting: &'static str, value: String) -> Result<HeaderValue, ConfigError> {
    HeaderValue::try_from(value).map_err(|_| {
        ConfigError::new(
            setting,
            "contains a line break or another character that a header cannot carry",
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
