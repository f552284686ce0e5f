//! Organizations: users who work together under one name.

use clerk_core::{Endpoint, Json, Page, Part, Patch, values::Rfc3339};

pub use crate::models::{
    commerce::{CreditAdjustment, CreditBalance, CreditLedgerEntry, Subscription},
    deleted::DeletedObject,
    organization::Organization,
};
use crate::{OrderBy, OrganizationId, UserId};

/// Lists the organizations of the instance, newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations",
    response = Page<Organization>,
    errors(400, 403, 422),
    pages = offset,
    incoming,
)]
pub struct ListOrganizations {
    /// Whether the response includes the `members_count` of each organization.
    pub include_members_count: Option<bool>,
    /// Whether the response includes `missing_member_with_elevated_permissions` for each
    /// organization.
    pub include_missing_member_with_elevated_permissions: Option<bool>,
    /// Only the organization with this ID, and organizations whose name or slug contains this text.
    pub query: Option<String>,
    /// Only organizations with one of these users as a member. A leading `-`, as in `-user_1`,
    /// excludes the user's organizations. Unknown IDs are ignored.
    pub user_id: Vec<String>,
    /// Only organizations with one of these IDs, at most 100. A leading `-`, as in `-org_1`,
    /// excludes the organization. Unknown IDs are ignored.
    pub organization_id: Vec<String>,
    /// The sort order. Server default: newest first.
    pub order_by: Option<OrderBy<OrganizationOrder>>,
    /// Maximum number of organizations, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of organizations to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates an organization.
///
/// Its creator becomes an admin, and the organization is active in their next session. Fails with
/// 402 if the plan does not allow another organization, or does not include a feature that the
/// request uses.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations",
    response = Organization,
    errors(400, 402, 403, 422),
    incoming,
)]
pub struct CreateOrganization {
    /// The organization's name, as users see it: at most 256 characters, without URLs or HTML.
    pub name: String,
    /// The user who creates the organization and becomes its admin.
    pub created_by: Option<UserId>,
    /// Application data that only the backend can read.
    pub private_metadata: Option<Json>,
    /// Application data that the frontend can read.
    pub public_metadata: Option<Json>,
    /// The organization's slug for URLs, unique in the instance: lowercase letters, digits and
    /// dashes. Only for instances with organization slugs.
    pub slug: Option<String>,
    /// Maximum number of members. 0 means no limit.
    pub max_allowed_memberships: Option<u64>,
    /// When the organization was created. Use it to import existing organizations.
    pub created_at: Option<Rfc3339>,
    /// The key of the role set that defines the roles of the members.
    pub role_set_key: Option<String>,
}

/// Gets an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}",
    response = Organization,
    errors(403, 404),
    incoming,
)]
pub struct GetOrganization {
    /// The organization to get: its ID or its slug.
    pub organization_id: OrganizationId,
    /// Whether the response includes the `members_count`.
    pub include_members_count: Option<bool>,
    /// Whether the response includes `missing_member_with_elevated_permissions`.
    pub include_missing_member_with_elevated_permissions: Option<bool>,
}

/// Updates an organization. To change its metadata, use [`MergeOrganizationMetadata`] and
/// [`ReplaceOrganizationMetadata`].
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organizations/{organization_id}",
    response = Organization,
    errors(400, 402, 403, 404, 422),
    incoming,
)]
pub struct UpdateOrganization {
    /// The organization to update.
    pub organization_id: OrganizationId,
    /// The organization's name, as users see it: at most 256 characters, without URLs or HTML.
    pub name: Patch<String>,
    /// The organization's slug for URLs, unique in the instance.
    pub slug: Patch<String>,
    /// Maximum number of members. 0 means no limit.
    pub max_allowed_memberships: Patch<u64>,
    /// Whether the organization's admins may delete it from the frontend.
    pub admin_delete_enabled: Patch<bool>,
    /// When the organization was created.
    pub created_at: Patch<Rfc3339>,
    /// The key of the role set that defines the roles of the members.
    pub role_set_key: Patch<String>,
}

/// Deletes an organization permanently, with its memberships and invitations.
///
/// Its active sessions continue without an active organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/organizations/{organization_id}",
    response = DeletedObject,
    errors(404),
    incoming,
)]
pub struct DeleteOrganization {
    /// The organization to delete.
    pub organization_id: OrganizationId,
}

/// Updates the metadata of an organization by a deep merge.
///
/// A member that is `null` is removed, at any depth. Members that are not sent keep their values.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organizations/{organization_id}/metadata",
    response = Organization,
    errors(400, 401, 404, 422),
    incoming,
)]
pub struct MergeOrganizationMetadata {
    /// The organization whose metadata to update.
    pub organization_id: OrganizationId,
    /// The changes to the data that the frontend can read: a JSON object.
    pub public_metadata: Option<Json>,
    /// The changes to the data that only the backend can read: a JSON object.
    pub private_metadata: Option<Json>,
}

/// Replaces the metadata of an organization.
///
/// The old data is lost. Metadata that is not set here does not change. To change single members,
/// use [`MergeOrganizationMetadata`].
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/organizations/{organization_id}/metadata",
    response = Organization,
    errors(400, 401, 404, 422),
    incoming,
)]
pub struct ReplaceOrganizationMetadata {
    /// The organization whose metadata to replace.
    pub organization_id: OrganizationId,
    /// The new data that the frontend can read: a JSON object.
    pub public_metadata: Option<Json>,
    /// The new data that only the backend can read: a JSON object.
    pub private_metadata: Option<Json>,
}

/// Replaces the logo of an organization.
///
/// Fails with 413 if the image is too large.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/organizations/{organization_id}/logo",
    response = Organization,
    errors(400, 403, 404, 413),
    incoming,
)]
pub struct UploadOrganizationLogo {
    /// The organization whose logo to replace.
    pub organization_id: OrganizationId,
    /// The user who uploads the logo.
    #[endpoint(part)]
    pub uploader_user_id: Option<UserId>,
    /// The image: JPEG, PNG, GIF or WebP, at most 10 MB. A larger file is refused before it is
    /// sent.
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
    incoming,
)]
pub struct DeleteOrganizationLogo {
    /// The organization whose logo to delete.
    pub organization_id: OrganizationId,
}

/// Gets the subscription of an organization, with one item for each plan.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/billing/subscription",
    response = Subscription,
    errors(400, 401, 403, 404, 422, 500),
    incoming,
)]
pub struct GetOrganizationBillingSubscription {
    /// The organization whose subscription to get.
    pub organization_id: OrganizationId,
}

/// Gets the credit balance of an organization. Credits reduce its next charges.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/billing/credits",
    response = CreditBalance,
    errors(400, 401, 403, 404, 422, 500),
    incoming,
)]
pub struct GetOrganizationBillingCreditBalance {
    /// The organization whose credit balance to get.
    pub organization_id: OrganizationId,
}

/// Adjusts the credits of an organization, and records the adjustment in the ledger.
///
/// A repeated call with the same idempotency key changes nothing and returns the first ledger
/// entry.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/billing/credits",
    response = CreditLedgerEntry,
    errors(400, 401, 403, 404, 409, 422, 500),
    idempotent,
    incoming,
)]
pub struct AdjustOrganizationBillingCreditBalance {
    /// The organization whose credits to adjust.
    pub organization_id: OrganizationId,
    /// The amount of the adjustment, in cents, greater than 0.
    pub amount: i64,
    /// Whether to add or remove credits.
    pub action: CreditAdjustment,
    /// The currency code. Server default: `USD`.
    pub currency: Option<String>,
    /// An idempotency key that is different for every adjustment.
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

crate::order::order! {
    /// A sort field for organizations.
    pub enum OrganizationOrder {
        /// The name.
        Name,
        /// When the organization was created.
        CreatedAt,
        /// The number of members.
        MembersCount,
    }
}
