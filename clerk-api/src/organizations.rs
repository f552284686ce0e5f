//! Organizations: users who work together under one name.

use clerk_core::{Json, Page, Part, Patch};
use clerk_macros::CatalogueEndpoint as Endpoint;

pub use crate::models::{
    commerce::{CreditAdjustment, CreditBalance, CreditLedgerEntry, Subscription},
    deleted::DeletedObject,
    organization::Organization,
};
use crate::{OrganizationId, UserId};

/// Lists the organizations of the instance, the newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations",
    response = Page<Organization>,
    errors(400, 403, 422),
    pages = offset,
)]
pub struct ListOrganizations {
    /// Whether each organization comes with its `members_count`.
    pub include_members_count: Option<bool>,
    /// Whether each organization comes with `missing_member_with_elevated_permissions`.
    pub include_missing_member_with_elevated_permissions: Option<bool>,
    /// Only the organization with this ID, and those whose name or slug contains this text.
    pub query: Option<String>,
    /// Only organizations that have one of these users as a member; `-user_1` leaves out those
    /// that have. Unknown IDs are passed over.
    pub user_id: Vec<String>,
    /// Only these organizations, at most 100; `-org_1` leaves one out. Unknown IDs are passed
    /// over.
    pub organization_id: Vec<String>,
    /// The order: `name`, `created_at` or `members_count`, downwards with a leading `-`. The
    /// server's default is `-created_at`.
    pub order_by: Option<String>,
    /// How many organizations at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many organizations are passed over first. The server's default is 0.
    pub offset: Option<u64>,
}

/// Creates an organization.
///
/// The user who is named as its creator becomes its administrator, and finds it active in the next
/// session. It answers 402 where the plan has no room for another organization, or lacks a feature
/// that the request asks for.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations",
    response = Organization,
    errors(400, 402, 403, 422),
)]
pub struct CreateOrganization {
    /// The name that people see: at most 256 characters, neither URLs nor HTML.
    pub name: String,
    /// The user who becomes its administrator.
    pub created_by: Patch<UserId>,
    /// The application's own data, which only the backend can read.
    pub private_metadata: Patch<Json>,
    /// The application's own data, which the frontend can read.
    pub public_metadata: Patch<Json>,
    /// The name that URLs carry, unique in the instance: lower-case letters, digits and dashes.
    /// Only for instances whose organizations have slugs.
    pub slug: Patch<String>,
    /// How many members it may have; 0 for no limit.
    pub max_allowed_memberships: Patch<u64>,
    /// When it was created, in RFC 3339, for organizations that come from elsewhere.
    pub created_at: Patch<String>,
    /// The key of the set from which its members have their roles.
    pub role_set_key: Patch<String>,
}

/// Fetches an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}",
    response = Organization,
    errors(403, 404),
)]
pub struct GetOrganization {
    /// The organization's ID, or its slug.
    pub organization_id: OrganizationId,
    /// Whether it comes with its `members_count`.
    pub include_members_count: Option<bool>,
    /// Whether it comes with `missing_member_with_elevated_permissions`.
    pub include_missing_member_with_elevated_permissions: Option<bool>,
}

/// Changes an organization. Its metadata is changed by [`MergeOrganizationMetadata`] and
/// [`ReplaceOrganizationMetadata`].
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organizations/{organization_id}",
    response = Organization,
    errors(400, 402, 403, 404, 422),
)]
pub struct UpdateOrganization {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The name that people see: at most 256 characters, neither URLs nor HTML.
    pub name: Patch<String>,
    /// The name that URLs carry, unique in the instance.
    pub slug: Patch<String>,
    /// How many members it may have; 0 for no limit.
    pub max_allowed_memberships: Patch<u64>,
    /// Whether its administrators may delete it from the frontend.
    pub admin_delete_enabled: Patch<bool>,
    /// When it was created, in RFC 3339.
    pub created_at: Patch<String>,
    /// The key of the set from which its members have their roles.
    pub role_set_key: Patch<String>,
}

/// Deletes an organization for good, with its memberships and invitations.
///
/// Sessions in which it is active go on without an active organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/organizations/{organization_id}",
    response = DeletedObject,
    errors(404),
)]
pub struct DeleteOrganization {
    /// The organization.
    pub organization_id: OrganizationId,
}

/// Merges new members into the metadata of an organization, at every depth.
///
/// A member that is `null` is removed.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organizations/{organization_id}/metadata",
    response = Organization,
    errors(400, 401, 404, 422),
)]
pub struct MergeOrganizationMetadata {
    /// The organization.
    pub organization_id: OrganizationId,
    /// What is merged into the data that the frontend can read.
    pub public_metadata: Option<Json>,
    /// What is merged into the data that only the backend can read.
    pub private_metadata: Option<Json>,
}

/// Replaces the metadata of an organization.
///
/// What it held before is lost; which of the two is not set here stays as it is. To change single
/// members, use [`MergeOrganizationMetadata`].
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/organizations/{organization_id}/metadata",
    response = Organization,
    errors(400, 401, 404, 422),
)]
pub struct ReplaceOrganizationMetadata {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The new data that the frontend can read.
    pub public_metadata: Option<Json>,
    /// The new data that only the backend can read.
    pub private_metadata: Option<Json>,
}

/// Uploads the logo of an organization, in place of the one that it has.
///
/// It answers 413 where the image is too large.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/organizations/{organization_id}/logo",
    response = Organization,
    errors(400, 403, 404, 413),
)]
pub struct UploadOrganizationLogo {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The user who is said to have uploaded it.
    #[endpoint(part)]
    pub uploader_user_id: Option<UserId>,
    /// The image, a JPEG, PNG, GIF or WebP of at most 10 MB.
    #[endpoint(part, max_bytes = 10_000_000)]
    pub file: Part,
}

/// Deletes the logo of an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/organizations/{organization_id}/logo",
    response = Organization,
    errors(404),
)]
pub struct DeleteOrganizationLogo {
    /// The organization.
    pub organization_id: OrganizationId,
}

/// Fetches the subscription of an organization, with one item for each plan that it has.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/billing/subscription",
    response = Subscription,
    errors(400, 401, 403, 404, 422, 500),
)]
pub struct GetOrganizationBillingSubscription {
    /// The organization.
    pub organization_id: OrganizationId,
}

/// Fetches the credit of an organization, which lowers what it pays next.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/billing/credits",
    response = CreditBalance,
    errors(400, 401, 403, 404, 422, 500),
)]
pub struct GetOrganizationBillingCreditBalance {
    /// The organization.
    pub organization_id: OrganizationId,
}

/// Raises or lowers the credit of an organization, and enters that in its ledger.
///
/// Sent again with the same idempotency key it changes nothing, and answers with the entry that it
/// made the first time.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/billing/credits",
    response = CreditLedgerEntry,
    errors(400, 401, 403, 404, 409, 422, 500),
    idempotent,
)]
pub struct AdjustOrganizationBillingCreditBalance {
    /// The organization.
    pub organization_id: OrganizationId,
    /// How much, in cents; more than 0.
    pub amount: i64,
    /// Whether the credit rises or falls.
    pub action: CreditAdjustment,
    /// The currency, such as `USD`, which is the server's default.
    pub currency: Option<String>,
    /// A key of the application's own that no other adjustment has.
    pub idempotency_key: String,
    /// A note for the ledger.
    pub note: Option<String>,
}

crate::endpoints! {
    ListOrganizations,
    CreateOrganization,
    GetOrganization,
    UpdateOrganization,
    DeleteOrganization,
    MergeOrganizationMetadata,
    ReplaceOrganizationMetadata,
    UploadOrganizationLogo,
    DeleteOrganizationLogo,
    GetOrganizationBillingSubscription,
    GetOrganizationBillingCreditBalance,
    AdjustOrganizationBillingCreditBalance,
}
