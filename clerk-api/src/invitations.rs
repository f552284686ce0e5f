//! Invitations to sign up.

use clerk_core::{Json, Page, Patch};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use crate::InvitationId;
pub use crate::models::invitation::{Invitation, InvitationStatus};

/// Invites somebody by email to sign up.
///
/// An address that has an invitation or a user already answers 400 or 422, unless
/// `ignore_existing` says otherwise.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/invitations", response = Invitation, errors(400, 422))]
pub struct CreateInvitation {
    /// Who is invited.
    pub email_address: String,
    /// The public metadata that the user gets on signing up: a JSON object.
    pub public_metadata: Option<Json>,
    /// Where the link of the invitation leads. Needed only by an application with sign-up pages of
    /// its own.
    pub redirect_url: Option<String>,
    /// Whether the email is sent. The server's default is `true`.
    pub notify: Patch<bool>,
    /// Whether an invitation is made although the address has one, or a user has the address. The
    /// server's default is `false`.
    pub ignore_existing: Patch<bool>,
    /// How long the invitation is valid, in days, from 1 to 365. The server's default is 30.
    pub expires_in_days: Patch<u32>,
    /// The template of the email.
    pub template_slug: Option<InvitationTemplate>,
}

/// Lists the invitations, the newest first. Revoked ones are left out unless `status` asks for
/// them.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/invitations", response = Page<Invitation>, pages = offset)]
pub struct ListInvitations {
    /// Only invitations that stand here.
    pub status: Option<InvitationStatus>,
    /// Only invitations whose email address or ID matches this text.
    pub query: Option<String>,
    /// The order: `created_at`, `email_address` or `expires_at`, after `-` for descending. The
    /// server's default is `-created_at`.
    pub order_by: Option<String>,
    /// Whether the answer has the count of all invitations.
    pub paginated: Option<bool>,
    /// How many invitations at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many invitations to pass over. The server's default is 0.
    pub offset: Option<u64>,
}

/// Invites up to ten people in one call.
///
/// An address that a user has is always an error here.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/invitations/bulk",
    response = Vec<Invitation>,
    errors(400, 422),
)]
pub struct CreateBulkInvitations {
    /// The invitations, from 1 to 10.
    #[endpoint(body)]
    pub invitations: Vec<NewInvitation>,
}

/// Revokes an invitation, so that its link is of no use any more.
///
/// Signing up without the link is still possible where the instance is open. Answers 400 where
/// the invitation is not pending.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/invitations/{invitation_id}/revoke",
    response = Invitation,
    errors(400, 404),
)]
pub struct RevokeInvitation {
    /// The invitation to revoke.
    pub invitation_id: InvitationId,
}

crate::endpoints! { CreateInvitation, ListInvitations, CreateBulkInvitations, RevokeInvitation }

/// One of the invitations of [`CreateBulkInvitations`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NewInvitation {
    /// Who is invited.
    pub email_address: String,
    /// The public metadata that the user gets on signing up: a JSON object.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub public_metadata: Patch<Json>,
    /// Where the link of the invitation leads. Needed only by an application with sign-up pages of
    /// its own.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub redirect_url: Patch<String>,
    /// Whether the email is sent. The server's default is `true`.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub notify: Patch<bool>,
    /// Whether an invitation is made although the address has one. The server's default is
    /// `false`.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub ignore_existing: Patch<bool>,
    /// How long the invitation is valid, in days, from 1 to 365. The server's default is 30.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub expires_in_days: Patch<u32>,
    /// The template of the email. The server's default is [`InvitationTemplate::Invitation`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_slug: Option<InvitationTemplate>,
}

impl NewInvitation {
    /// An invitation for this email address, all else as the server has it by default.
    pub fn new(email_address: impl Into<String>) -> Self {
        Self { email_address: email_address.into(), ..Self::default() }
    }
}

/// The template of an invitation's email.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum InvitationTemplate {
    /// Says that somebody is invited.
    Invitation,
    /// Says that the wait on the waitlist is over.
    WaitlistInvitation,
    /// A template that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
