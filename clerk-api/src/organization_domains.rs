//! Domains of organizations, by whose email addresses people join them.

use clerk_core::{Page, Patch, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

pub use crate::models::{
    deleted::DeletedObject, enrollment_mode::EnrollmentMode,
    organization_invitation::PublicOrganizationData,
};
use crate::{OrganizationDomainId, OrganizationId};

/// Adds a domain to an organization, as a verified one unless the request says otherwise.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/domains",
    response = OrganizationDomain,
    errors(400, 403, 404, 422),
)]
pub struct CreateOrganizationDomain {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The domain's name, such as `example.com`.
    pub name: Option<String>,
    /// What happens to people who have an address of the domain.
    pub enrollment_mode: Option<EnrollmentMode>,
    /// Whether the domain counts as verified. The server's default is `true`.
    pub verified: Patch<bool>,
}

/// Lists the domains of an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/domains",
    response = Page<OrganizationDomain>,
    errors(401, 422),
    pages = offset,
)]
pub struct ListOrganizationDomains {
    /// The organization.
    pub organization_id: OrganizationId,
    /// Only domains that are verified, or only those that are not.
    pub verified: Option<bool>,
    /// Only domains with this mode, such as `enterprise_sso`; `-enterprise_sso` leaves those out.
    pub enrollment_mode: Option<String>,
    /// How many domains at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many domains are passed over first. The server's default is 0.
    pub offset: Option<u64>,
}

/// Changes a domain of an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organizations/{organization_id}/domains/{domain_id}",
    response = OrganizationDomain,
    errors(400, 403, 404, 422),
)]
pub struct UpdateOrganizationDomain {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The domain.
    pub domain_id: OrganizationDomainId,
    /// What happens to people who have an address of the domain.
    pub enrollment_mode: Patch<EnrollmentMode>,
    /// Whether the domain counts as verified.
    pub verified: Patch<bool>,
}

/// Removes a domain from an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/organizations/{organization_id}/domains/{domain_id}",
    response = DeletedObject,
    errors(400, 401, 403, 404),
)]
pub struct DeleteOrganizationDomain {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The domain.
    pub domain_id: OrganizationDomainId,
}

/// Declares that the organization owns the domain, without the proof by a DNS record.
///
/// The verification says `manual_override` as its strategy. A domain that is verified already
/// stays as it is.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/domains/{domain_id}/verify_ownership",
    response = OrganizationDomain,
    errors(401, 403, 404),
)]
pub struct VerifyOrganizationDomainOwnership {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The domain.
    pub domain_id: OrganizationDomainId,
}

/// Lists the domains of all organizations of the instance, the newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_domains",
    response = Page<OrganizationDomain>,
    errors(401, 403, 422),
    pages = offset,
)]
pub struct ListAllOrganizationDomains {
    /// Only domains of this organization.
    pub organization_id: Option<OrganizationId>,
    /// Only domains that are verified, or only those that are not.
    pub verified: Option<bool>,
    /// Only domains with one of these modes, such as `enterprise_sso`; `-enterprise_sso` leaves
    /// those out.
    #[endpoint(comma)]
    pub enrollment_mode: Vec<String>,
    /// Only domains whose name contains this text, whatever its case, or those of the organization
    /// whose ID it is. A blank one is refused.
    pub query: Option<String>,
    /// Only domains with one of these names.
    pub domains: Vec<String>,
    /// The order: `name` or `created_at`, downwards with a leading `-`. The server's default is
    /// `-created_at`.
    pub order_by: Option<String>,
    /// How many domains are passed over first. The server's default is 0.
    pub offset: Option<u64>,
    /// How many domains at most, from 1 to 500. The server's default is 10.
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

/// A domain of an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "organization_domain")]
#[non_exhaustive]
pub struct OrganizationDomain {
    /// The domain's ID.
    pub id: OrganizationDomainId,
    /// The organization.
    pub organization_id: OrganizationId,
    /// The domain's name, such as `example.com`.
    pub name: String,
    /// What happens to people who have an address of the domain.
    pub enrollment_mode: EnrollmentMode,
    /// The address by which the organization was shown to belong to the domain.
    #[serde(default)]
    pub affiliation_email_address: Option<String>,
    /// How far it is shown that the organization belongs to the domain.
    #[serde(default)]
    pub affiliation_verification: Option<OrganizationDomainVerification>,
    /// How far it is shown that the organization owns the domain; `None` before the first attempt.
    #[serde(default)]
    pub ownership_verification: Option<OrganizationDomainVerification>,
    /// The same as `affiliation_verification`.
    #[deprecated(note = "use `affiliation_verification`")]
    #[serde(default)]
    pub verification: Option<OrganizationDomainVerification>,
    /// How many invitations that the domain made wait to be accepted.
    pub total_pending_invitations: u64,
    /// How many suggestions that the domain made wait to be taken up.
    pub total_pending_suggestions: u64,
    /// The organization, as outsiders see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_organization_data: Option<PublicOrganizationData>,
    /// When the domain was added.
    pub created_at: Timestamp,
    /// When the domain last changed.
    pub updated_at: Timestamp,
}

/// How far it is shown that a domain is an organization's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OrganizationDomainVerification {
    /// How far it is.
    pub status: OrganizationDomainVerificationStatus,
    /// The way in which it is shown, such as `affiliation_email_code`.
    pub strategy: String,
    /// How many attempts were made.
    #[serde(default)]
    pub attempts: Option<u32>,
    /// Until when it can be completed.
    #[serde(default)]
    pub expire_at: Option<Timestamp>,
    /// When the ownership was shown; `None` for an affiliation.
    #[serde(default)]
    pub verified_at: Option<Timestamp>,
}

/// How far the verification of a domain of an organization is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum OrganizationDomainVerificationStatus {
    /// It is to be done.
    Unverified,
    /// It is done.
    Verified,
    /// It was attempted in vain.
    Failed,
    /// It was not completed in time.
    Expired,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
