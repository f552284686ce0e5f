//! Verifies tokens.

use std::{fmt, sync::Arc, time::Duration};

use clerk_core::{
    Timestamp,
    client::Client,
    error::ConfigError,
    transport::{SystemTimer, Timer},
};

use crate::{
    claims::{Claims, Rules},
    crypto::Algorithm,
    environment::Environment,
    error::VerifyError,
    keys::{KeyCache, Keys},
    request::{Options, Settings, Unverified},
    session::Session,
    token::{Header, Token},
};

/// Verifies session tokens of one instance. Cheap to clone: clones share the keys.
#[derive(Clone)]
pub struct Authenticator(Arc<Inner>);

struct Inner {
    keys: Keys,
    rules: Rules,
    clock: Clock,
    client: Option<Client>,
    requests: Settings,
}

/// Returns the current time.
type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

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

    /// Verifies a session token.
    ///
    /// If the key is cached, this does no I/O, and takes no lock while it checks the signature.
    ///
    /// # Errors
    /// If the token is not a valid session token, or if the keys are unavailable.
    pub async fn verify(&self, token: &str) -> Result<Session, VerifyError> {
        self.verify_by(&self.0.rules, token).await
    }

    pub(crate) async fn verify_by(
        &self,
        rules: &Rules,
        token: &str,
    ) -> Result<Session, VerifyError> {
        let token = Token::split(token)?;
        let header = token.header()?;
        let algorithm = header.check_session()?;
        self.check_signature(token, &header, algorithm).await?;
        let payload = token.payload()?;
        let claims = Claims::read(&payload)?;
        let session = self.check_claims(rules, &claims)?;
        Ok(session.with_payload(payload))
    }

    /// Verifies a token that is decoded already.
    pub(crate) async fn verify_decoded(
        &self,
        unverified: &Unverified<'_>,
    ) -> Result<Session, VerifyError> {
        let Unverified { decoded, claims } = unverified;
        let algorithm = decoded.header.check_session()?;
        self.check_signature(decoded.token, &decoded.header, algorithm).await?;
        let session = self.check_claims(&self.0.rules, claims)?;
        Ok(session.with_payload(decoded.payload.clone()))
    }

    /// Checks the claims of a token whose signature has been checked.
    fn check_claims(&self, rules: &Rules, claims: &Claims<'_>) -> Result<Session, VerifyError> {
        claims.session()?;
        claims.check(rules, self.now())?;
        Session::new(claims)
    }

    pub(crate) async fn check_signature(
        &self,
        token: Token<'_>,
        header: &Header,
        algorithm: Algorithm,
    ) -> Result<(), VerifyError> {
        self.0.keys.check_signature(token, header, algorithm).await
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.0.clock)()
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.0.rules
    }

    pub(crate) fn client(&self) -> Option<&Client> {
        self.0.client.as_ref()
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.requests
    }

    /// Fetches the keys now, so that the first [`verify`](Self::verify) does not wait for them.
    /// With a PEM key, this does nothing.
    ///
    /// # Errors
    /// If the keys are unavailable.
    pub async fn prefetch(&self) -> Result<(), VerifyError> {
        match &self.0.keys {
            Keys::Pem(_) => Ok(()),
            Keys::Jwks(cache) => cache.prefetch().await,
        }
    }

    /// Returns a future that fetches the keys every 4 minutes, so that no token waits for them. It
    /// is optional, and the caller spawns it. It ends when the authenticator and its clones are
    /// dropped, or at once with a PEM key.
    pub fn refresh(&self) -> impl Future<Output = ()> + Send + use<> {
        let weak = Arc::downgrade(&self.0);
        async move {
            while let Some(inner) = weak.upgrade() {
                let Keys::Jwks(cache) = &inner.keys else { return };
                // A failure shows when a token needs the keys.
                let next = cache.refresh().await;
                let timer = cache.timer();
                drop(inner);
                timer.sleep(next).await;
            }
        }
    }
}

/// Shows no key.
impl fmt::Debug for Authenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authenticator").field("rules", &self.0.rules).finish_non_exhaustive()
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
    pub(crate) requests: Options,
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
            requests: Options::default(),
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
    /// source is then a [`VerifyError`] with the reason `jwk-failed-to-resolve`.
    pub fn build(mut self) -> Result<Authenticator, ConfigError> {
        let requests = self.requests.check(self.timer.clone())?;
        if self.rules.issuers.is_empty() {
            self.rules.issuers = requests.issuers();
        }
        let keys = match (self.pem, &self.client) {
            (Some(pem), _) => Keys::from_pem(&pem)?,
            (None, Some(client)) => Keys::Jwks(KeyCache::new(client.clone(), self.timer)),
            (None, None) => {
                return Err(ConfigError::new(
                    "JWT key",
                    "is missing; set a public key with `pem`, or a client with `client`",
                ));
            }
        };
        let Self { rules, clock, client, .. } = self;
        Ok(Authenticator(Arc::new(Inner { keys, rules, clock, client, requests })))
    }
}

impl fmt::Debug for AuthenticatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthenticatorBuilder").field("rules", &self.rules).finish_non_exhaustive()
    }
}
