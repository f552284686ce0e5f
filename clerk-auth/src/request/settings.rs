//! The settings of an authenticator that only whole requests need.

use std::{borrow::Cow, collections::BTreeSet, sync::Arc, time::Duration};

use clerk_core::{client::Credential, error::ConfigError, transport::Timer};

use super::{
    csrf,
    organization_sync::{OrganizationSync, Patterns},
    publishable_key::PublishableKey,
    url,
};
use crate::{
    authenticator::AuthenticatorBuilder,
    machine::{Accepts, Cache},
};

/// The number of machine tokens that are kept.
const CACHED_TOKENS: usize = 10_000;

/// The settings as they are set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) publishable_key: Option<String>,
    pub(crate) proxy_url: Option<String>,
    any_issuer: bool,
    domain: Option<String>,
    pub(crate) satellite: bool,
    sign_in_url: Option<String>,
    satellite_auto_sync: bool,
    trust_forwarded: bool,
    accepts: Accepts,
    accept_pending: bool,
    organization_sync: OrganizationSync,
    csrf: Option<BTreeSet<String>>,
    machine_secret_key: Option<Result<Credential, Cow<'static, str>>>,
    machine_cache: Option<Duration>,
}

/// The settings, checked.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(super) instance: Option<Instance>,
    any_issuer: bool,
    pub(super) satellite: bool,
    pub(super) satellite_auto_sync: bool,
    pub(super) sign_in_url: Option<String>,
    pub(super) trust_forwarded: bool,
    pub(super) accepts: Accepts,
    pub(super) accept_pending: bool,
    pub(super) patterns: Patterns,
    pub(super) csrf: Option<BTreeSet<String>>,
    pub(crate) machine_credential: Option<Credential>,
    pub(crate) machine_cache: Option<Cache>,
}

/// The instance of a publishable key.
#[derive(Debug)]
pub(crate) struct Instance {
    pub(super) development: bool,
    /// The suffix of its cookies.
    pub(super) suffix: String,
    /// The host of the Frontend API, as session tokens name it.
    pub(super) frontend_api: String,
    /// The URL of the Frontend API or of its proxy, without a slash at the end.
    pub(super) frontend_url: String,
    /// The hosts of Clerk's own pages: the Frontend API, its proxy, and the accounts portal.
    pub(super) hosts: Vec<String>,
}

impl Options {
    pub(crate) fn check(self, timer: Arc<dyn Timer>) -> Result<Settings, ConfigError> {
        let instance = match &self.publishable_key {
            Some(key) => Some(self.instance(&PublishableKey::parse(key)?)?),
            None => None,
        };
        if let Some(domain) = &self.domain {
            web_url("domain of the satellite", &format!("https://{domain}"))?;
        }
        let sign_in_url = self.sign_in_url.as_deref().map(|url| web_url("sign-in URL", url));
        let sign_in_url = sign_in_url.transpose()?;
        if self.satellite {
            if self.domain.is_none() && self.proxy_url.is_none() {
                return Err(ConfigError::new("satellite", "has neither a domain nor a proxy URL"));
            }
            let development = instance.as_ref().is_some_and(|instance| instance.development);
            if development && sign_in_url.is_none() {
                return Err(ConfigError::new("satellite", "has no sign-in URL in development"));
            }
        }
        let csrf = self.csrf.map(|origins| {
            let read = |origin: &String| {
                csrf::read_origin(origin).map(|origin| origin.ascii_serialization()).ok_or_else(
                    || ConfigError::new("allowed origin", format!("`{origin}` is not an origin")),
                )
            };
            origins.iter().map(read).collect::<Result<_, _>>()
        });
        let machine_credential = self.machine_secret_key.transpose();
        Ok(Settings {
            instance,
            any_issuer: self.any_issuer,
            satellite: self.satellite,
            satellite_auto_sync: self.satellite_auto_sync,
            sign_in_url,
            trust_forwarded: self.trust_forwarded,
            accepts: self.accepts,
            accept_pending: self.accept_pending,
            patterns: self.organization_sync.compile()?,
            csrf: csrf.transpose()?,
            machine_credential: machine_credential
                .map_err(|problem| ConfigError::new("machine secret key", problem))?,
            machine_cache: self.machine_cache.map(|ttl| Cache::new(ttl, CACHED_TOKENS, timer)),
        })
    }

    fn instance(&self, key: &PublishableKey) -> Result<Instance, ConfigError> {
        let development = key.is_development();
        let frontend_api = match &self.domain {
            Some(domain) if self.satellite && !development => format!("clerk.{domain}"),
            _ => key.frontend_api().to_owned(),
        };
        let mut hosts =
            vec![host_of(&frontend_api).to_owned(), host_of(key.frontend_api()).to_owned()];
        hosts.extend(hosts.iter().filter_map(|host| accounts_portal(host)).collect::<Vec<_>>());
        let frontend_url = match &self.proxy_url {
            Some(proxy) => {
                let proxy = web_url("proxy URL", proxy)?;
                let url = ::url::Url::parse(&proxy).ok();
                hosts.extend(url.and_then(|url| Some(url.host_str()?.to_owned())));
                proxy.trim_end_matches('/').to_owned()
            }
            None => format!("https://{frontend_api}"),
        };
        Ok(Instance { development, suffix: key.cookie_suffix(), frontend_api, frontend_url, hosts })
    }
}

fn web_url(setting: &'static str, text: &str) -> Result<String, ConfigError> {
    match url::web_url(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(ConfigError::new(setting, "is not an absolute `http` or `https` URL")),
    }
}

fn host_of(frontend_api: &str) -> &str {
    frontend_api.split_once(':').map_or(frontend_api, |(host, _)| host)
}

/// Returns the host of the accounts portal of an instance.
fn accounts_portal(frontend_api: &str) -> Option<String> {
    let (before, after) = frontend_api.split_once("clerk.")?;
    let after = after.strip_prefix("accounts.").unwrap_or(after);
    Some(format!("{before}accounts.{after}"))
}

impl Settings {
    /// Returns the issuers of the instance's tokens. None if they are not known for sure.
    pub(crate) fn issuers(&self) -> Vec<String> {
        match &self.instance {
            Some(instance) if !self.satellite && !self.any_issuer => {
                let mut issuers = vec![format!("https://{}", instance.frontend_api)];
                if !issuers.contains(&instance.frontend_url) {
                    issuers.push(instance.frontend_url.clone());
                }
                issuers
            }
            _ => Vec::new(),
        }
    }
}

impl Instance {
    /// Returns whether a page of this host is one of Clerk's own.
    pub(super) fn is_clerk_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
            || self.development
                && host.strip_suffix(".accounts.dev").is_some_and(|rest| !rest.ends_with(".clerk"))
    }
}

/// Settings for whole requests.
impl AuthenticatorBuilder {
    /// Sets the publishable key, `pk_live_…` or `pk_test_…`. It says where the Frontend API is, how
    /// the cookies are named, and which issuer the tokens have. Without it, handshakes and suffixed
    /// cookies are off.
    pub fn publishable_key(mut self, key: impl Into<String>) -> Self {
        self.requests.publishable_key = Some(key.into());
        self
    }

    /// Sets the URL of a proxy in front of the Frontend API. Handshakes go there.
    pub fn proxy_url(mut self, url: impl Into<String>) -> Self {
        self.requests.proxy_url = Some(url.into());
        self
    }

    /// Accepts tokens of any issuer (`iss`) although the publishable key says which one the instance
    /// has. Default: off.
    pub fn any_issuer(mut self) -> Self {
        self.requests.any_issuer = true;
        self
    }

    /// Makes this application a satellite of a primary domain. `domain` is the satellite's own
    /// domain, such as `shop.example.com`; it may be empty if a proxy URL is set.
    pub fn satellite(mut self, domain: impl Into<String>) -> Self {
        self.requests.satellite = true;
        self.requests.domain = Some(domain.into()).filter(|domain| !domain.is_empty());
        self
    }

    /// Makes a satellite start a handshake for each visitor without cookies, instead of only after a
    /// sign-in on the primary domain.
    pub fn satellite_auto_sync(mut self, on: bool) -> Self {
        self.requests.satellite_auto_sync = on;
        self
    }

    /// Sets the URL of the sign-in page on the primary domain. A satellite in development needs it.
    pub fn sign_in_url(mut self, url: impl Into<String>) -> Self {
        self.requests.sign_in_url = Some(url.into());
        self
    }

    /// Reads the host and the scheme of a request from `X-Forwarded-Host` and `X-Forwarded-Proto`.
    /// Only for applications behind a proxy that sets both, since anyone else can send them too.
    /// Default: off.
    pub fn trust_forwarded_headers(mut self, on: bool) -> Self {
        self.requests.trust_forwarded = on;
        self
    }

    /// Sets the kinds of tokens that requests may carry: one, several, or [`Accepts::ANY`]. Default:
    /// session tokens.
    pub fn accepts(mut self, kinds: impl Into<Accepts>) -> Self {
        self.requests.accepts = kinds.into();
        self
    }

    /// Counts pending sessions as signed in. Default: signed out.
    pub fn accept_pending_sessions(mut self, on: bool) -> Self {
        self.requests.accept_pending = on;
        self
    }

    /// Sets the paths that select the active organization.
    pub fn organization_sync(mut self, patterns: OrganizationSync) -> Self {
        self.requests.organization_sync = patterns;
        self
    }

    /// Refuses requests of other sites that a cookie authenticates, if their method is not safe or if they
    /// open a WebSocket.
    ///
    /// `Origin` must name the origin of the request itself or one of `origins`. If a browser sends no
    /// `Origin`, `Sec-Fetch-Site` must be `same-origin` or `none`. Authorized parties do not replace
    /// this check: the browser sends the cookie with the right `azp` to forged requests too.
    pub fn check_origin<O: Into<String>>(mut self, origins: impl IntoIterator<Item = O>) -> Self {
        self.requests.csrf = Some(origins.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the secret key of this machine, with which it verifies M2M tokens. Default: the client's
    /// own secret key.
    pub fn machine_secret_key(mut self, key: impl Into<String>) -> Self {
        let credential = Credential::bearer(key).map_err(|e| e.problem().to_owned().into());
        self.requests.machine_secret_key = Some(credential);
        self
    }

    /// Keeps verified opaque machine tokens for `lifetime`, at most 10,000 of them, by their SHA-256.
    /// A revoked token is accepted until then. Default: off.
    pub fn cache_machine_tokens(mut self, lifetime: Duration) -> Self {
        self.requests.machine_cache = Some(lifetime);
        self
    }
}
