//! Invitations to sign up.

use clerk_core::{Endpoint, Json, Page, StringEnum, lenient};
use serde::{Deserialize, Serialize};

pub use crate::models::invitation::{Invitation, InvitationStatus};
use crate::{InvitationId, OrderBy};

/// Creates an invitation to sign up and, by default, sends it by email.
///
/// Fails with 400 or 422 if the address already has an invitation or belongs to a user, unless
/// [`ignore_existing`](Self::ignore_existing) is set.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/invitations", response = Invitation, errors(400, 422), incoming)]
pub struct CreateInvitation {
    /// The email address to invite.
    pub email_address: String,
    /// The public metadata of the user after sign-up: a JSON object.
    pub public_metadata: Option<Json>,
    /// The URL that the invitation link leads to. Needed only by applications with their own
    /// sign-up pages.
    pub redirect_url: Option<String>,
    /// Whether to send the email. Server default: `true`.
    pub notify: Option<bool>,
    /// Whether to create the invitation even if the address already has one or belongs to a user.
    /// Server default: `false`.
    pub ignore_existing: Option<bool>,
    /// How long the invitation is valid, in days, 1 to 365. Server default: 30.
    pub expires_in_days: Option<u32>,
    /// The email template.
    pub template_slug: Option<InvitationTemplate>,
}

/// Lists the invitations, newest first. Revoked ones are included only if [`status`](Self::status)
/// asks for them.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/invitations",
    response = Page<Invitation>,
    pages = offset,
    incoming,
)]
pub struct ListInvitations {
    /// Only invitations with this status.
    pub status: Option<InvitationStatus>,
    /// Only invitations whose email address or ID matches this text.
    pub query: Option<String>,
    /// The sort order. Server default: newest first.
    pub order_by: Option<OrderBy<InvitationOrder>>,
    /// Whether the response includes the total number of invitations.
    pub paginated: Option<bool>,
    /// Maximum number of invitations, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of invitations to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates up to ten invitations in one call.
///
/// An address that belongs to a user is always an error here.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/invitations/bulk",
    response = Vec<Invitation>,
    errors(400, 422),
    incoming,
)]
pub struct CreateBulkInvitations {
    /// The invitations, 1 to 10.
    #[endpoint(body)]
    pub invitations: Vec<NewInvitation>,
}

/// Revokes an invitation, so that its link no longer works.
///
/// The person can still sign up without the link if sign-up is open to everyone. Fails with 400 if
/// the invitation is not pending.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/invitations/{invitation_id}/revoke",
    response = Invitation,
    errors(400, 404),
    incoming,
)]
pub struct RevokeInvitation {
    /// The invitation to revoke.
    pub invitation_id: InvitationId,
}

crate::endpoints! { CreateInvitation, ListInvitations, CreateBulkInvitations, RevokeInvitation }

crate::order::order! {
    /// A sort field for invitations.
    pub enum InvitationOrder {
        /// When the invitation was created.
        CreatedAt,
        /// The email address.
        EmailAddress,
        /// When the invitation expires.
        ExpiresAt,
    }
}

/// One invitation of [`CreateBulkInvitations`].
#[lenient]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NewInvitation {
    /// The email address to invite.
    pub email_address: String,
    /// The public metadata of the user after sign-up: a JSON object.
    pub public_metadata: Option<Json>,
    /// The URL that the invitation link leads to. Needed only by applications with their own
    /// sign-up pages.
    pub redirect_url: Option<String>,
    /// Whether to send the email. Server default: `true`.
    pub notify: Option<bool>,
    /// Whether to create the invitation even if the address already has one. Server default:
    /// `false`.
    pub ignore_existing: Option<bool>,
    /// How long the invitation is valid, in days, 1 to 365. Server default: 30.
    pub expires_in_days: Option<u32>,
    /// The email template. Server default: [`InvitationTemplate::Invitation`].
    pub template_slug: Option<InvitationTemplate>,
}

impl NewInvitation {
    /// Creates an invitation for an email address, with the server's defaults for all other
    /// settings.
    pub fn new(email_address: impl Into<String>) -> Self {
        Self { email_address: email_address.into(), ..Self::default() }
    }
}

/// The email template of an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum InvitationTemplate {
    /// Tells people that they are invited.
    Invitation,
    /// Tells people that they are off the waitlist.
    WaitlistInvitation,
    /// An unknown template, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
