//! The domains of an instance, and proxy checks.

use clerk_core::{Endpoint, Page, Patch, Timestamp, model};

pub use crate::models::deleted::DeletedObject;
use crate::{DomainId, ProxyCheckId};

/// Lists all domains of the instance: the primary domain and its satellites.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/domains", response = Page<Domain>, incoming)]
pub struct ListDomains {}

/// Adds a satellite domain.
///
/// An instance has exactly one primary domain, so only satellites can be added. Fails with 402 if
/// the plan does not include satellites.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/domains", response = Domain, errors(400, 402, 422), incoming)]
pub struct AddDomain {
    /// The domain name, without a scheme. Development instances may include a port:
    /// `localhost:3000`.
    pub name: String,
    /// Whether the domain is a satellite. The server accepts only `true`.
    pub is_satellite: bool,
    /// The full URL of the proxy in front of Clerk's Frontend API on this domain. Only for
    /// production instances.
    pub proxy_url: Patch<String>,
}

/// Deletes a satellite domain.
///
/// The primary domain cannot be deleted: the call fails with 403.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/domains/{domain_id}",
    response = DeletedObject,
    errors(403, 404),
    incoming,
)]
pub struct DeleteDomain {
    /// The satellite domain to delete.
    pub domain_id: DomainId,
}

/// Updates a domain, either the primary domain or a satellite.
///
/// If the primary domain of a production instance gets a new name, the instance is down until DNS
/// records and email are set up for that name. The home origin changes with the name, and so do the
/// application's default paths.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/domains/{domain_id}",
    response = Domain,
    errors(400, 404, 422),
    incoming,
)]
pub struct UpdateDomain {
    /// The domain to update.
    pub domain_id: DomainId,
    /// The new name, without a scheme. It must be fully qualified for production instances.
    /// Development instances may include a port.
    pub name: Patch<String>,
    /// The full URL of the proxy in front of Clerk's Frontend API. [`Patch::Clear`] switches back
    /// to DNS. Only for production instances.
    pub proxy_url: Patch<String>,
    /// Whether the domain belongs to a secondary application. If so, its subdomain is significant,
    /// so that several applications can share one registered domain.
    pub is_secondary: Patch<bool>,
}

/// Checks that Clerk's Frontend API can be reached through a proxy.
///
/// The proxy does not have to be in use yet, so you can check it before you switch to it.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/proxy_checks",
    response = ProxyCheck,
    errors(400, 422),
    incoming,
)]
pub struct VerifyDomainProxy {
    /// The domain that the proxy serves.
    pub domain_id: Option<DomainId>,
    /// The full URL of the proxy, such as `https://example.com/__clerk`. It may differ from the
    /// proxy URL of the domain.
    pub proxy_url: Option<String>,
}

crate::endpoints! { ListDomains, AddDomain, DeleteDomain, UpdateDomain, VerifyDomainProxy }

/// A domain of the instance.
#[model("domain")]
pub struct Domain {
    /// The domain's ID.
    pub id: DomainId,
    /// The domain name, with its port if it has one.
    pub name: String,
    /// Whether the domain is a satellite and not the primary domain.
    #[serde(default)]
    pub is_satellite: bool,
    /// The URL of Clerk's Frontend API on this domain.
    pub frontend_api_url: Option<String>,
    /// The URL of the hosted account pages. Satellites have none.
    pub accounts_portal_url: Option<String>,
    /// The URL of the proxy in front of Clerk's Frontend API, if one is set.
    pub proxy_url: Option<String>,
    /// The origin of the application in development.
    pub development_origin: Option<String>,
    /// The DNS records that the domain needs.
    pub cname_targets: Option<Vec<CnameTarget>>,
}

/// A CNAME record that a domain needs.
#[model]
pub struct CnameTarget {
    /// The record's name.
    pub host: String,
    /// The record's target.
    pub value: String,
    /// Whether the domain's setup is incomplete without this record.
    #[serde(default)]
    pub required: bool,
}

/// The result of a proxy check.
#[model("proxy_check")]
pub struct ProxyCheck {
    /// The check's ID.
    pub id: ProxyCheckId,
    /// The domain that the proxy serves.
    pub domain_id: DomainId,
    /// When the check last ran.
    #[lenient(nullable)]
    pub last_run_at: Option<Timestamp>,
    /// The URL of the proxy that was checked.
    pub proxy_url: Option<String>,
    /// Whether Clerk's Frontend API was reached through the proxy.
    #[serde(default)]
    pub successful: bool,
    /// When the check was first requested.
    pub created_at: Timestamp,
    /// When the check last changed.
    pub updated_at: Option<Timestamp>,
}
