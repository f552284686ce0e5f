//! The settings of an authenticator.

use std::{fmt, sync::Arc, time::Duration};

use clerk_core::{
    Timestamp,
    client::{Client, Credential},
    error::ConfigError,
    transport::{SystemTimer, Timer},
};

use crate::{
    authenticator::Authenticator,
    environment::Environment,
    machine::Accepts,
    request::{Options, OrganizationSync},
    verify::{Clock, Verifier, claims::Rules, keys::Keys},
};

impl Authenticator {
    /// Starts an authenticator without keys. [`pem`](AuthenticatorBuilder::pem) or
    /// [`client`](AuthenticatorBuilder::client) must follow.
    pub fn builder() -> AuthenticatorBuilder {
        AuthenticatorBuilder::default()
    }

    /// Starts an authenticator with the instance's public key in PEM. It needs no network and no
    /// secret key.
    pub fn from_pem(pem: impl Into<String>) -> AuthenticatorBuilder {
        Self::builder().pem(pem)
    }
}

/// The settings of an [`Authenticator`]. [`build`](Self::build) checks them.
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct AuthenticatorBuilder {
    client: Option<Client>,
    pem: Option<String>,
    rules: Rules,
    clock: Clock,
    timer: Arc<dyn Timer>,
    options: Options,
}

impl Default for AuthenticatorBuilder {
    fn default() -> Self {
        Self {
            client: None,
            pem: None,
            rules: Rules {
                audiences: Vec::new(),
                parties: Vec::new(),
                absent_party: false,
                issuers: Vec::new(),
                clock_skew: Duration::from_secs(5),
            },
            clock: Arc::new(Timestamp::now),
            timer: Arc::new(SystemTimer::default()),
            options: Options::default(),
        }
    }
}

impl AuthenticatorBuilder {
    /// Sets the client of the Backend API, with the secret key. It fetches the instance's public
    /// keys, unless [`pem`](Self::pem) is set.
    pub fn client(mut self, client: impl Into<Client>) -> Self {
        self.client = Some(client.into());
        self
    }

    /// Sets the instance's public key, in PEM: RSA with at least 2048 bits. It is used for every
    /// token, whatever its key ID, and allows RS256 only.
    pub fn pem(mut self, pem: impl Into<String>) -> Self {
        self.pem = Some(pem.into());
        self
    }

    /// Sets the keys in `environment`: the public key, the publishable key, and the machine's secret
    /// key. They replace those that were set before.
    pub fn environment(mut self, environment: &Environment) -> Self {
        if let Some(key) = &environment.jwt_key {
            self.pem = Some(key.clone());
        }
        if let Some(key) = &environment.publishable_key {
            self = self.publishable_key(key);
        }
        if let Some(key) = &environment.machine_secret_key {
            self = self.machine_secret_key(key.expose());
        }
        self
    }

    /// Sets the origins that a token may be made for (`azp`), such as `https://app.example.com`.
    /// They are compared byte for byte. Default: none, and `azp` is not checked.
    pub fn authorized_parties<S: Into<String>>(
        mut self,
        origins: impl IntoIterator<Item = S>,
    ) -> Self {
        self.rules.parties = origins.into_iter().map(Into::into).collect();
        self
    }

    /// Accepts tokens without an origin (`azp`) although
    /// [`authorized_parties`](Self::authorized_parties) is set. Tokens have none if the request that
    /// created them had no `Origin` header, as in native applications and in handshakes. Default: off.
    pub fn allow_missing_authorized_party(mut self) -> Self {
        self.rules.absent_party = true;
        self
    }

    /// Sets the audiences that a token may be made for (`aud`). Default: none, and `aud` is not
    /// checked.
    pub fn audiences<S: Into<String>>(mut self, audiences: impl IntoIterator<Item = S>) -> Self {
        self.rules.audiences = audiences.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the issuers that may have made a token (`iss`), such as `https://clerk.example.com`.
    /// Default: none, and `iss` is not checked.
    pub fn issuers<S: Into<String>>(mut self, issuers: impl IntoIterator<Item = S>) -> Self {
        self.rules.issuers = issuers.into_iter().map(Into::into).collect();
        self
    }

    /// Sets how far the clocks of Clerk and of this machine may be apart. Default: 5 seconds.
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.rules.clock_skew = skew;
        self
    }

    /// Sets the clock that the times in a token are compared with, for tests. Default: this
    /// machine's.
    pub fn clock(mut self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets the timer that measures the age of the keys. Default: [`SystemTimer`].
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Arc::new(timer);
        self
    }

    /// Builds the authenticator. Nothing is sent.
    ///
    /// # Errors
    /// If there is neither a client nor a public key, or if the public key cannot be used. The
    /// source is then a [`VerifyError`](crate::VerifyError) with the reason `jwk-failed-to-resolve`.
    pub fn build(mut self) -> Result<Authenticator, ConfigError> {
        let settings = self.options.check(self.client.clone(), self.timer.clone())?;
        if self.rules.issuers.is_empty() {
            self.rules.issuers = settings.issuers();
        }
        let keys = match (self.pem, self.client) {
            (Some(pem), _) => Keys::from_pem(&pem)?,
            (None, Some(client)) => Keys::of_client(client, self.timer),
            (None, None) => {
                return Err(ConfigError::new(
                    "JWT key",
                    "is missing; set a public key with `pem`, or a client with `client`",
                ));
            }
        };
        let verifier = Verifier { keys, rules: self.rules, clock: self.clock };
        Ok(Authenticator::new(verifier, settings))
    }
}

/// Settings for whole requests.
impl AuthenticatorBuilder {
    /// Sets the publishable key, `pk_live_…` or `pk_test_…`. It says where the Frontend API is, how
    /// the cookies are named, and which issuer the tokens have. Without it, handshakes and suffixed
    /// cookies are off.
    pub fn publishable_key(mut self, key: impl Into<String>) -> Self {
        self.options.publishable_key = Some(key.into());
        self
    }

    /// Sets the URL of a proxy in front of the Frontend API. Handshakes go there.
    pub fn proxy_url(mut self, url: impl Into<String>) -> Self {
        self.options.proxy_url = Some(url.into());
        self
    }

    /// Accepts tokens of any issuer (`iss`) although the publishable key says which one the instance
    /// has. Default: off.
    pub fn any_issuer(mut self) -> Self {
        self.options.any_issuer = true;
        self
    }

    /// Makes this application a satellite of a primary domain. `domain` is the satellite's own
    /// domain, such as `shop.example.com`; it may be empty if a proxy URL is set.
    pub fn satellite(mut self, domain: impl Into<String>) -> Self {
        self.options.satellite = true;
        self.options.domain = Some(domain.into()).filter(|domain| !domain.is_empty());
        self
    }

    /// Makes a satellite start a handshake for each visitor without cookies, instead of only after a
    /// sign-in on the primary domain.
    pub fn satellite_auto_sync(mut self, on: bool) -> Self {
        self.options.satellite_auto_sync = on;
        self
    }

    /// Sets the URL of the sign-in page on the primary domain. A satellite in development needs it.
    pub fn sign_in_url(mut self, url: impl Into<String>) -> Self {
        self.options.sign_in_url = Some(url.into());
        self
    }

    /// Reads the host and the scheme of a request from `X-Forwarded-Host` and `X-Forwarded-Proto`.
    /// Only for applications behind a proxy that sets both, since anyone else can send them too.
    /// Default: off.
    pub fn trust_forwarded_headers(mut self, on: bool) -> Self {
        self.options.trust_forwarded = on;
        self
    }

    /// Sets the kinds of tokens that requests may carry: one, several, or [`Accepts::ANY`]. Default:
    /// session tokens.
    pub fn accepts(mut self, kinds: impl Into<Accepts>) -> Self {
        self.options.accepts = kinds.into();
        self
    }

    /// Counts pending sessions as signed in. Default: signed out.
    pub fn accept_pending_sessions(mut self, on: bool) -> Self {
        self.options.accept_pending = on;
        self
    }

    /// Sets the paths that select the active organization.
    pub fn organization_sync(mut self, patterns: OrganizationSync) -> Self {
        self.options.organization_sync = patterns;
        self
    }

    /// Refuses requests of other sites that a cookie authenticates, if their method is not safe or if they
    /// open a WebSocket.
    ///
    /// `Origin` must name the origin of the request itself or one of `origins`. If a browser sends no
    /// `Origin`, `Sec-Fetch-Site` must be `same-origin` or `none`. Authorized parties do not replace
    /// this check: the browser sends the cookie with the right `azp` to forged requests too.
    pub fn check_origin<O: Into<String>>(mut self, origins: impl IntoIterator<Item = O>) -> Self {
        self.options.csrf = Some(origins.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the secret key of this machine. It verifies M2M tokens. Default: the client's own secret
    /// key.
    pub fn machine_secret_key(mut self, key: impl Into<String>) -> Self {
        let credential = Credential::bearer(key).map_err(|e| e.problem().to_owned().into());
        self.options.machine_secret_key = Some(credential);
        self
    }

    /// Keeps verified opaque machine tokens for `lifetime`, at most 10,000 of them, by their SHA-256.
    /// A revoked token is accepted until then. Default: off.
    pub fn cache_machine_tokens(mut self, lifetime: Duration) -> Self {
        self.options.machine_cache = Some(lifetime);
        self
    }
}

impl fmt::Debug for AuthenticatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthenticatorBuilder").field("rules", &self.rules).finish_non_exhaustive()
    }
}
