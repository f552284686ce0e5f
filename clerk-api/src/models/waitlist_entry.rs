//! Entries of the waitlist.

use clerk_core::{StringEnum, Timestamp, model};

use super::invitation::Invitation;
use crate::WaitlistEntryId;

/// An entry of the waitlist: a person who waits for access to the application.
#[model("waitlist_entry")]
pub struct WaitlistEntry {
    /// The entry's ID.
    pub id: WaitlistEntryId,
    /// The person's email address.
    pub email_address: String,
    /// The entry's status.
    pub status: WaitlistEntryStatus,
    /// Whether a batch operation has locked the entry. Until it is done, other operations fail.
    #[serde(default)]
    pub is_locked: bool,
    /// When the entry was created.
    pub created_at: Timestamp,
    /// When the entry last changed.
    pub updated_at: Option<Timestamp>,
    /// The person's invitation, if they were invited.
    pub invitation: Option<Invitation>,
}

/// The status of an entry of the waitlist.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum WaitlistEntryStatus {
    /// The person is waiting.
    Pending,
    /// The person was invited.
    Invited,
    /// The person was rejected.
    Rejected,
    /// The person signed up.
    Completed,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
