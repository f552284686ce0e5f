//! Domains of organizations. People with an email address on a domain can join its organization.

use clerk_core::{Endpoint, Page, Patch, StringEnum, Timestamp, lenient};
use serde::{Deserialize, Serialize};

pub use crate::models::{
    deleted::DeletedObject, enrollment_mode::EnrollmentMode,
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
    /// A field by which domains are sorted.
    pub enum OrganizationDomainOrder {
        /// The name.
        Name,
        /// When the domain was created.
        CreatedAt,
    }
}

/// A domain of an organization.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "organization_domain")]
#[non_exhaustive]
pub struct OrganizationDomain {
    /// The domain's ID.
    pub id: OrganizationDomainId,
    /// The organization that the domain belongs to.
    pub organization_id: OrganizationId,
    /// The domain name, such as `example.com`.
    pub name: String,
    /// How people with an email address on the domain join the organization.
    pub enrollment_mode: EnrollmentMode,
    /// The email address that proved the organization's affiliation with the domain.
    #[serde(default)]
    pub affiliation_email_address: Option<String>,
    /// The verification that the organization is affiliated with the domain.
    #[serde(default)]
    pub affiliation_verification: Option<OrganizationDomainVerification>,
    /// The verification that the organization owns the domain. `None` before the first attempt.
    #[serde(default)]
    pub ownership_verification: Option<OrganizationDomainVerification>,
    /// The older name of [`affiliation_verification`](Self::affiliation_verification), with the
    /// same value.
    #[deprecated(note = "use `affiliation_verification`")]
    #[serde(default)]
    pub verification: Option<OrganizationDomainVerification>,
    /// Number of pending invitations that were created through the domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_pending_invitations: Option<u64>,
    /// Number of pending suggestions that were created through the domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_pending_suggestions: Option<u64>,
    /// The organization's public data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_organization_data: Option<PublicOrganizationData>,
    /// When the domain was added.
    pub created_at: Timestamp,
    /// When the domain last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

/// The verification of an organization's domain.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OrganizationDomainVerification {
    /// The verification's status.
    pub status: OrganizationDomainVerificationStatus,
    /// The strategy, such as `affiliation_email_code`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<String>,
    /// Number of attempts.
    #[serde(default)]
    pub attempts: Option<u64>,
    /// When the verification expires.
    #[serde(default)]
    pub expire_at: Option<Timestamp>,
    /// When the ownership was verified. `None` for an affiliation.
    #[serde(default)]
    pub verified_at: Option<Timestamp>,
}

/// The status of the verification of an organization's domain.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum OrganizationDomainVerificationStatus {
    /// The verification is not completed yet.
    Unverified,
    /// The verification was completed.
    Verified,
    /// The verification failed.
    Failed,
    /// The verification was not completed in time.
    Expired,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
