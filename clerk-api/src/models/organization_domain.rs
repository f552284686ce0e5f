//! Domains of organizations.

use clerk_core::{StringEnum, Timestamp, model};

use super::{enrollment_mode::EnrollmentMode, organization_invitation::PublicOrganizationData};
use crate::{OrganizationDomainId, OrganizationId};

/// A domain of an organization.
#[model("organization_domain")]
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
    #[lenient(nullable)]
    pub affiliation_email_address: Option<String>,
    /// The verification that the organization is affiliated with the domain.
    #[lenient(nullable)]
    pub affiliation_verification: Option<OrganizationDomainVerification>,
    /// The verification that the organization owns the domain. `None` before the first attempt.
    #[lenient(nullable)]
    pub ownership_verification: Option<OrganizationDomainVerification>,
    /// The older name of [`affiliation_verification`](Self::affiliation_verification), with the
    /// same value.
    #[deprecated(note = "use `affiliation_verification`")]
    #[lenient(nullable)]
    pub verification: Option<OrganizationDomainVerification>,
    /// Number of pending invitations that were created through the domain.
    pub total_pending_invitations: Option<u64>,
    /// Number of pending suggestions that were created through the domain.
    pub total_pending_suggestions: Option<u64>,
    /// The organization's public data.
    pub public_organization_data: Option<PublicOrganizationData>,
    /// When the domain was added.
    pub created_at: Timestamp,
    /// When the domain last changed.
    pub updated_at: Option<Timestamp>,
}

/// The verification of an organization's domain.
#[model]
pub struct OrganizationDomainVerification {
    /// The verification's status.
    pub status: OrganizationDomainVerificationStatus,
    /// The strategy, such as `affiliation_email_code`.
    pub strategy: Option<String>,
    /// Number of attempts.
    #[lenient(nullable)]
    pub attempts: Option<u64>,
    /// When the verification expires.
    #[lenient(nullable)]
    pub expire_at: Option<Timestamp>,
    /// When the ownership was verified. `None` for an affiliation.
    #[lenient(nullable)]
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
