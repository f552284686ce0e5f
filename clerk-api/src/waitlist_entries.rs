//! People who wait to be let in.

use clerk_core::{Page, Patch, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use crate::WaitlistEntryId;
pub use crate::models::{
    deleted::DeletedObject,
    invitation::{Invitation, InvitationStatus},
};

/// Lists who is on the waitlist, the newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/waitlist_entries",
    response = Page<WaitlistEntry>,
    pages = offset,
)]
pub struct ListWaitlistEntries {
    /// How many entries at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many entries to pass over. The server's default is 0.
    pub offset: Option<u64>,
    /// Only entries whose email address or ID matches this text.
    pub query: Option<String>,
    /// Only entries that stand here.
    pub status: Option<WaitlistEntryStatus>,
    /// The order: `created_at`, `email_address` or `invited_at`, after `-` for descending. The
    /// server's default is `-created_at`.
    pub order_by: Option<String>,
}

/// Puts somebody on the waitlist. Whoever is there already stays as they are, and their entry is
/// the answer.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/waitlist_entries",
    response = WaitlistEntry,
    errors(400, 422),
)]
pub struct CreateWaitlistEntry {
    /// Who waits.
    pub email_address: String,
    /// Whether they are told by email. The server's default is `true`.
    pub notify: Patch<bool>,
}

/// Puts up to fifty people on the waitlist in one call.
///
/// Whoever is there already stays as they are. An address that is given twice is an error.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/waitlist_entries/bulk",
    response = Vec<WaitlistEntry>,
    errors(400, 422),
)]
pub struct CreateBulkWaitlistEntries {
    /// The entries, from 1 to 50.
    #[endpoint(body)]
    pub entries: Vec<NewWaitlistEntry>,
}

/// Takes somebody off the waitlist who is still waiting.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/waitlist_entries/{waitlist_entry_id}",
    response = DeletedObject,
    errors(400, 404, 409, 422),
)]
pub struct DeleteWaitlistEntry {
    /// The entry to delete.
    pub waitlist_entry_id: WaitlistEntryId,
}

/// Invites somebody from the waitlist to sign up.
///
/// Answers 409 while the entry is locked, which it is while a batch works on it.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/waitlist_entries/{waitlist_entry_id}/invite",
    response = WaitlistEntry,
    errors(400, 404, 409, 422),
)]
pub struct InviteWaitlistEntry {
    /// The entry of the person to invite.
    pub waitlist_entry_id: WaitlistEntryId,
    /// Whether an invitation is made although the address has one, or a user has the address. The
    /// server's default is `false`.
    pub ignore_existing: Patch<bool>,
}

/// Turns somebody on the waitlist down.
///
/// Answers 409 while the entry is locked, which it is while a batch works on it.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/waitlist_entries/{waitlist_entry_id}/reject",
    response = WaitlistEntry,
    errors(400, 404, 409, 422),
)]
pub struct RejectWaitlistEntry {
    /// The entry of the person to turn down.
    pub waitlist_entry_id: WaitlistEntryId,
}

crate::endpoints! {
    ListWaitlistEntries,
    CreateWaitlistEntry,
    CreateBulkWaitlistEntries,
    DeleteWaitlistEntry,
    InviteWaitlistEntry,
    RejectWaitlistEntry,
}

/// One of the entries of [`CreateBulkWaitlistEntries`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NewWaitlistEntry {
    /// Who waits.
    pub email_address: String,
    /// Whether they are told by email. The server's default is `true`.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub notify: Patch<bool>,
}

impl NewWaitlistEntry {
    /// An entry for this email address, of which its owner is told.
    pub fn new(email_address: impl Into<String>) -> Self {
        Self { email_address: email_address.into(), notify: Patch::Keep }
    }
}

/// An entry of the waitlist: who waits to be let in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "waitlist_entry")]
#[non_exhaustive]
pub struct WaitlistEntry {
    /// The entry's ID.
    pub id: WaitlistEntryId,
    /// Who waits.
    pub email_address: String,
    /// Where the entry stands.
    pub status: WaitlistEntryStatus,
    /// Whether a batch works on the entry. Until it is done nothing else can.
    #[serde(default)]
    pub is_locked: bool,
    /// When the entry was made, in milliseconds.
    pub created_at: Timestamp,
    /// When the entry last changed, in milliseconds.
    pub updated_at: Timestamp,
    /// The invitation that the person got, once they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<Invitation>,
}

/// Where an entry of the waitlist stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum WaitlistEntryStatus {
    /// The person waits.
    Pending,
    /// They have been invited.
    Invited,
    /// They have been turned down.
    Rejected,
    /// They have signed up.
    Completed,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
