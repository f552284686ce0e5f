//! The instance's domains, and the check of a proxy.

use clerk_core::{Page, Patch, Timestamp};
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

pub use crate::models::deleted::DeletedObject;
use crate::{DomainId, ProxyCheckId};

/// Lists all domains of the instance: the primary one and its satellites.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/domains", response = Page<Domain>)]
pub struct ListDomains {}

/// Adds a satellite domain.
///
/// An instance has one primary domain, so what is added is a satellite. Answers 402 where the
/// plan has no satellites.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/domains", response = Domain, errors(400, 402, 422))]
pub struct AddDomain {
    /// The name, without a scheme. A development instance may give a port: `localhost:3000`.
    pub name: String,
    /// Whether it is a satellite. The server takes nothing but `true`.
    pub is_satellite: bool,
    /// The full URL of the proxy that stands before Clerk's Frontend API on this domain. For
    /// production instances only.
    pub proxy_url: Patch<String>,
}

/// Deletes a satellite domain.
///
/// The primary domain stays: deleting it answers 403.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/domains/{domain_id}",
    response = DeletedObject,
    errors(403, 404),
)]
pub struct DeleteDomain {
    /// The satellite to delete.
    pub domain_id: DomainId,
}

/// Changes a domain, be it the primary one or a satellite.
///
/// A production instance whose primary domain gets another name is down until its DNS records and
/// email are set up for the new one. Its home origin changes with the name, and with that the
/// application's default paths.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/domains/{domain_id}",
    response = Domain,
    errors(400, 404, 422),
)]
pub struct UpdateDomain {
    /// The domain to change.
    pub domain_id: DomainId,
    /// The new name, without a scheme: fully qualified for a production instance, and with a port
    /// where a development instance needs one.
    pub name: Patch<String>,
    /// The full URL of the proxy before Clerk's Frontend API; `Clear` goes back to DNS. For
    /// production instances only.
    pub proxy_url: Patch<String>,
    /// Whether the domain belongs to a secondary application. Its subdomain then counts as part of
    /// its name, so that several applications can share one registered domain.
    pub is_secondary: Patch<bool>,
}

/// Checks that Clerk's Frontend API is reached through a proxy.
///
/// The proxy need not be in use yet, so the check can come before the change that relies on it.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/proxy_checks", response = ProxyCheck, errors(400, 422))]
pub struct VerifyDomainProxy {
    /// The domain that the proxy serves.
    pub domain_id: Option<DomainId>,
    /// The full URL of the proxy, such as `https://example.com/__clerk`. It may differ from the
    /// one that the domain has.
    pub proxy_url: Option<String>,
}

crate::endpoints! { ListDomains, AddDomain, DeleteDomain, UpdateDomain, VerifyDomainProxy }

/// A domain of the instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "domain")]
#[non_exhaustive]
pub struct Domain {
    /// The domain's ID.
    pub id: DomainId,
    /// Its name, with a port where it has one.
    pub name: String,
    /// Whether it is a satellite rather than the primary domain.
    #[serde(default)]
    pub is_satellite: bool,
    /// Where Clerk's Frontend API serves this domain.
    pub frontend_api_url: String,
    /// Where the hosted account pages are. Satellites have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accounts_portal_url: Option<String>,
    /// The proxy before Clerk's Frontend API, where one is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy_url: Option<String>,
    /// The origin from which the application is served in development.
    pub development_origin: String,
    /// The DNS records that the domain has to have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cname_targets: Option<Vec<CnameTarget>>,
}

/// A DNS record of type CNAME that a domain has to have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CnameTarget {
    /// The record's name.
    pub host: String,
    /// What the record points at.
    pub value: String,
    /// Whether the domain counts as set up only once this record is there.
    #[serde(default)]
    pub required: bool,
}

/// The outcome of checking a proxy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "proxy_check")]
#[non_exhaustive]
pub struct ProxyCheck {
    /// The check's ID.
    pub id: ProxyCheckId,
    /// The domain that the proxy serves.
    pub domain_id: DomainId,
    /// When the check last ran, in milliseconds.
    #[serde(default)]
    pub last_run_at: Option<Timestamp>,
    /// The proxy that was checked.
    pub proxy_url: String,
    /// Whether Clerk's Frontend API was reached through it.
    #[serde(default)]
    pub successful: bool,
    /// When the check was first asked for, in milliseconds.
    pub created_at: Timestamp,
    /// When the check last changed, in milliseconds.
    pub updated_at: Timestamp,
}
