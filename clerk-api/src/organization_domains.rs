//! Domains of organizations. People with an email address on a domain can join its organization.

use clerk_core::{Endpoint, Page, Patch};

pub use crate::models::{
    deleted::DeletedObject,
    enrollment_mode::EnrollmentMode,
    organization_domain::{
        OrganizationDomain, OrganizationDomainVerification, OrganizationDomainVerificationStatus,
    },
    organization_invitation::PublicOrganizationData,
};
use crate::{OrderBy, OrganizationDomainId, OrganizationId};

/// Adds a domain to an organization. By default, the domain is verified.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/domains",
    response = OrganizationDomain,
    errors(400, 403, 404, 422),
    incoming,
)]
pub struct CreateOrganizationDomain {
    /// The organization that gets the domain.
    pub organization_id: OrganizationId,
    /// The domain name, such as `example.com`.
    pub name: Option<String>,
    /// How people with an email address on the domain join the organization.
    pub enrollment_mode: Option<EnrollmentMode>,
    /// Whether the domain counts as verified. Server default: `true`.
    pub verified: Option<bool>,
}

/// Lists the domains of an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/domains",
    response = Page<OrganizationDomain>,
    errors(401, 422),
    pages = offset,
    incoming,
)]
pub struct ListOrganizationDomains {
    /// The organization whose domains to list.
    pub organization_id: OrganizationId,
    /// Only verified domains, or only unverified ones.
    pub verified: Option<bool>,
    /// Only domains with this enrollment mode, such as `enterprise_sso`. A leading `-` excludes the
    /// mode.
    pub enrollment_mode: Option<String>,
    /// Maximum number of domains, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of domains to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Updates a domain of an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organizations/{organization_id}/domains/{domain_id}",
    response = OrganizationDomain,
    errors(400, 403, 404, 422),
    incoming,
)]
pub struct UpdateOrganizationDomain {
    /// The organization that the domain belongs to.
    pub organization_id: OrganizationId,
    /// The domain to update.
    pub domain_id: OrganizationDomainId,
    /// How people with an email address on the domain join the organization.
    pub enrollment_mode: Patch<EnrollmentMode>,
    /// Whether the domain counts as verified.
    pub verified: Patch<bool>,
}

/// Deletes a domain from an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/organizations/{organization_id}/domains/{domain_id}",
    response = DeletedObject,
    errors(400, 401, 403, 404),
    incoming,
)]
pub struct DeleteOrganizationDomain {
    /// The organization that the domain belongs to.
    pub organization_id: OrganizationId,
    /// The domain to delete.
    pub domain_id: OrganizationDomainId,
}

/// Marks a domain as owned by the organization, without the proof by a DNS record.
///
/// The strategy of the verification is then `manual_override`. A domain that is already verified
/// does not change.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/domains/{domain_id}/verify_ownership",
    response = OrganizationDomain,
    errors(401, 403, 404),
    incoming,
)]
pub struct VerifyOrganizationDomainOwnership {
    /// The organization that the domain belongs to.
    pub organization_id: OrganizationId,
    /// The domain to verify.
    pub domain_id: OrganizationDomainId,
}

/// Lists the domains of all organizations of the instance, newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_domains",
    response = Page<OrganizationDomain>,
    errors(401, 403, 422),
    pages = offset,
    incoming,
)]
pub struct ListAllOrganizationDomains {
    /// Only domains of this organization.
    pub organization_id: Option<OrganizationId>,
    /// Only verified domains, or only unverified ones.
    pub verified: Option<bool>,
    /// Only domains with one of these enrollment modes, such as `enterprise_sso`. A leading `-`
    /// excludes a mode.
    #[endpoint(comma)]
    pub enrollment_mode: Vec<String>,
    /// Only domains whose name contains this text, ignoring case, and domains of the organization
    /// with this ID. The server refuses blank text.
    pub query: Option<String>,
    /// Only domains with one of these names.
    pub domains: Vec<String>,
    /// The sort order. Server default: newest first.
    pub order_by: Option<OrderBy<OrganizationDomainOrder>>,
    /// Number of domains to skip. Server default: 0.
    pub offset: Option<u64>,
    /// Maximum number of domains, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
}

crate::endpoints! {
    CreateOrganizationDomain,
    ListOrganizationDomains,
    UpdateOrganizationDomain,
    DeleteOrganizationDomain,
    VerifyOrganizationDomainOwnership,
    ListAllOrganizationDomains,
}

crate::order::order! {
    /// A sort field for domains.
    pub enum OrganizationDomainOrder {
        /// The name.
        Name,
        /// When the domain was created.
        CreatedAt,
    }
}
