//! The settings that only whole requests need.

use std::{borrow::Cow, collections::BTreeSet, sync::Arc, time::Duration};

use clerk_core::{
    client::{Client, Credential},
    error::ConfigError,
    transport::Timer,
};

use super::{
    csrf,
    organization_sync::{OrganizationSync, Patterns},
    publishable_key::PublishableKey,
    url,
};
use crate::machine::{Accepts, Cache, Machines};

/// The number of machine tokens that are kept.
const CACHED_TOKENS: usize = 10_000;

/// The settings as they are set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) publishable_key: Option<String>,
    pub(crate) proxy_url: Option<String>,
    pub(crate) any_issuer: bool,
    pub(crate) domain: Option<String>,
    pub(crate) satellite: bool,
    pub(crate) sign_in_url: Option<String>,
    pub(crate) satellite_auto_sync: bool,
    pub(crate) trust_forwarded: bool,
    pub(crate) accepts: Accepts,
    pub(crate) accept_pending: bool,
    pub(crate) organization_sync: OrganizationSync,
    pub(crate) csrf: Option<BTreeSet<String>>,
    pub(crate) machine_secret_key: Option<Result<Credential, Cow<'static, str>>>,
    pub(crate) machine_cache: Option<Duration>,
}

/// The settings, checked.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(super) options: Options,
    pub(super) instance: Option<Instance>,
    pub(super) patterns: Patterns,
    /// The origins that may send requests with cookies.
    pub(super) csrf: Option<BTreeSet<String>>,
    pub(super) client: Option<Client>,
    pub(super) machines: Machines,
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
    pub(crate) fn check(
        self,
        client: Option<Client>,
        timer: Arc<dyn Timer>,
    ) -> Result<Settings, ConfigError> {
        let instance = match &self.publishable_key {
            Some(key) => Some(self.instance(&PublishableKey::parse(key)?)?),
            None => None,
        };
        if let Some(domain) = &self.domain {
            check_url("domain of the satellite", &format!("https://{domain}"))?;
        }
        if let Some(url) = &self.sign_in_url {
            check_url("sign-in URL", url)?;
        }
        if self.satellite {
            if self.domain.is_none() && self.proxy_url.is_none() {
                return Err(ConfigError::new("satellite", "has neither a domain nor a proxy URL"));
            }
            let development = instance.as_ref().is_some_and(|instance| instance.development);
            if development && self.sign_in_url.is_none() {
                return Err(ConfigError::new("satellite", "has no sign-in URL in development"));
            }
        }
        let origin = |origin: &String| {
            csrf::read_origin(origin).map(|origin| origin.ascii_serialization()).ok_or_else(|| {
                ConfigError::new("allowed origin", format!("`{origin}` is not an origin"))
            })
        };
        let csrf = self.csrf.as_ref().map(|origins| origins.iter().map(origin).collect());
        let credential = self.machine_secret_key.clone().transpose();
        let machines = Machines {
            client: client.clone(),
            credential: credential
                .map_err(|problem| ConfigError::new("machine secret key", problem))?,
            cache: self.machine_cache.map(|ttl| Cache::new(ttl, CACHED_TOKENS, timer)),
        };
        let (patterns, csrf) = (self.organization_sync.compile()?, csrf.transpose()?);
        Ok(Settings { options: self, instance, patterns, csrf, client, machines })
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
                let url = check_url("proxy URL", proxy)?;
                hosts.extend(url.host_str().map(str::to_owned));
                proxy.trim_end_matches('/').to_owned()
            }
            None => format!("https://{frontend_api}"),
        };
        Ok(Instance { development, suffix: key.cookie_suffix(), frontend_api, frontend_url, hosts })
    }
}

fn check_url(setting: &'static str, text: &str) -> Result<::url::Url, ConfigError> {
    url::web_url(text)
        .ok_or_else(|| ConfigError::new(setting, "is not an absolute `http` or `https` URL"))
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
    /// Returns the suffix of the instance's cookies.
    pub(super) fn suffix(&self) -> Option<&str> {
        self.instance.as_ref().map(|instance| &*instance.suffix)
    }

    /// Returns the issuers of the instance's tokens. None if they are not known for sure.
    pub(crate) fn issuers(&self) -> Vec<String> {
        match &self.instance {
            Some(instance) if !self.options.satellite && !self.options.any_issuer => {
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
