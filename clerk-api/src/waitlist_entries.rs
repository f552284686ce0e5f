//! Entries of the waitlist: people who wait for access to the application.

use clerk_core::{Endpoint, Page, lenient};
use serde::{Deserialize, Serialize};

pub use crate::models::{
    deleted::DeletedObject,
    invitation::{Invitation, InvitationStatus},
    waitlist_entry::{WaitlistEntry, WaitlistEntryStatus},
};
use crate::{OrderBy, WaitlistEntryId};

/// Lists the entries of the waitlist, newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/waitlist_entries",
    response = Page<WaitlistEntry>,
    pages = offset,
    incoming,
)]
pub struct ListWaitlistEntries {
    /// Maximum number of entries, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of entries to skip. Server default: 0.
    pub offset: Option<u64>,
    /// Only entries whose email address or ID matches this text.
    pub query: Option<String>,
    /// Only entries with this status.
    pub status: Option<WaitlistEntryStatus>,
    /// The sort order. Server default: newest first.
    pub order_by: Option<OrderBy<WaitlistEntryOrder>>,
}

/// Creates an entry on the waitlist. If the email address already has one, returns it unchanged.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/waitlist_entries",
    response = WaitlistEntry,
    errors(400, 422),
    incoming,
)]
pub struct CreateWaitlistEntry {
    /// The email address to add.
    pub email_address: String,
    /// Whether to notify the person by email. Server default: `true`.
    pub notify: Option<bool>,
}

/// Creates up to fifty entries on the waitlist in one call.
///
/// Entries that already exist do not change. A duplicate address in the list is an error.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/waitlist_entries/bulk",
    response = Vec<WaitlistEntry>,
    errors(400, 422),
    incoming,
)]
pub struct CreateBulkWaitlistEntries {
    /// The entries, 1 to 50.
    #[endpoint(body)]
    pub entries: Vec<NewWaitlistEntry>,
}

/// Deletes a pending entry from the waitlist.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/waitlist_entries/{waitlist_entry_id}",
    response = DeletedObject,
    errors(400, 404, 409, 422),
    incoming,
)]
pub struct DeleteWaitlistEntry {
    /// The entry to delete.
    pub waitlist_entry_id: WaitlistEntryId,
}

/// Invites a person on the waitlist to sign up.
///
/// Fails with 409 if a batch operation has locked the entry.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/waitlist_entries/{waitlist_entry_id}/invite",
    response = WaitlistEntry,
    errors(400, 404, 409, 422),
    incoming,
)]
pub struct InviteWaitlistEntry {
    /// The entry to invite.
    pub waitlist_entry_id: WaitlistEntryId,
    /// Whether to create the invitation even if the address already has one or belongs to a user.
    /// Server default: `false`.
    pub ignore_existing: Option<bool>,
}

/// Rejects a person on the waitlist.
///
/// Fails with 409 if a batch operation has locked the entry.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/waitlist_entries/{waitlist_entry_id}/reject",
    response = WaitlistEntry,
    errors(400, 404, 409, 422),
    incoming,
)]
pub struct RejectWaitlistEntry {
    /// The entry to reject.
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

crate::order::order! {
    /// A sort field for waitlist entries.
    pub enum WaitlistEntryOrder {
        /// When the entry was created.
        CreatedAt,
        /// The email address.
        EmailAddress,
        /// When the person was invited.
        InvitedAt,
    }
}

/// One entry of [`CreateBulkWaitlistEntries`].
#[lenient]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NewWaitlistEntry {
    /// The email address to add.
    pub email_address: String,
    /// Whether to notify the person by email. Server default: `true`.
    pub notify: Option<bool>,
}

impl NewWaitlistEntry {
    /// Creates an entry for an email address. By default, its owner is notified.
    pub fn new(email_address: impl Into<String>) -> Self {
        Self { email_address: email_address.into(), notify: None }
    }
}
