//! The allowlist and the blocklist, which restrict who may sign up.
//!
//! Both are features of paid plans. The operations fail with 402 if the plan does not include them.

use clerk_core::{Endpoint, Page, StringEnum, Timestamp, model};

pub use crate::models::deleted::DeletedObject;
use crate::{AllowlistIdentifierId, BlocklistIdentifierId, InstanceId, InvitationId};

/// Lists the entries of the allowlist.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/allowlist_identifiers",
    response = Page<AllowlistIdentifier>,
    errors(401, 402),
    pages = offset,
    incoming,
)]
pub struct ListAllowlistIdentifiers {
    /// Whether the response includes the total number of entries.
    pub paginated: Option<bool>,
    /// Maximum number of entries, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of entries to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates an entry on the allowlist.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/allowlist_identifiers",
    response = AllowlistIdentifier,
    errors(400, 402, 422),
    incoming,
)]
pub struct CreateAllowlistIdentifier {
    /// An email address, a phone number or a web3 wallet.
    pub identifier: String,
    /// Whether to send an invitation. Works only for an email address or a phone number. Server
    /// default: `false`.
    pub notify: Option<bool>,
}

/// Deletes an entry from the allowlist.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/allowlist_identifiers/{identifier_id}",
    response = DeletedObject,
    errors(402, 404),
    incoming,
)]
pub struct DeleteAllowlistIdentifier {
    /// The entry to delete.
    pub identifier_id: AllowlistIdentifierId,
}

/// Lists all entries of the blocklist, without pages.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/blocklist_identifiers",
    response = Page<BlocklistIdentifier>,
    errors(401, 402),
    incoming,
)]
pub struct ListBlocklistIdentifiers {}

/// Creates an entry on the blocklist.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/blocklist_identifiers",
    response = BlocklistIdentifier,
    errors(400, 402, 422),
    incoming,
)]
pub struct CreateBlocklistIdentifier {
    /// An email address, a phone number or a web3 wallet.
    pub identifier: String,
}

/// Deletes an entry from the blocklist.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/blocklist_identifiers/{identifier_id}",
    response = DeletedObject,
    errors(402, 404),
    incoming,
)]
pub struct DeleteBlocklistIdentifier {
    /// The entry to delete.
    pub identifier_id: BlocklistIdentifierId,
}

crate::endpoints! {
    ListAllowlistIdentifiers,
    CreateAllowlistIdentifier,
    DeleteAllowlistIdentifier,
    ListBlocklistIdentifiers,
    CreateBlocklistIdentifier,
    DeleteBlocklistIdentifier,
}

/// An entry of the allowlist: an identifier that may sign up.
#[model("allowlist_identifier")]
pub struct AllowlistIdentifier {
    /// The entry's ID.
    pub id: Option<AllowlistIdentifierId>,
    /// The invitation that was sent for the entry.
    pub invitation_id: Option<InvitationId>,
    /// The identifier, of the type [`identifier_type`](Self::identifier_type).
    pub identifier: Option<String>,
    /// The type of the identifier.
    pub identifier_type: Option<IdentifierType>,
    /// The instance that the list belongs to.
    pub instance_id: Option<InstanceId>,
    /// When the entry was created.
    pub created_at: Option<Timestamp>,
    /// When the entry last changed.
    pub updated_at: Option<Timestamp>,
}

/// An entry of the blocklist: an identifier that may neither sign up nor sign in.
#[model("blocklist_identifier")]
pub struct BlocklistIdentifier {
    /// The entry's ID.
    pub id: Option<BlocklistIdentifierId>,
    /// The identifier, of the type [`identifier_type`](Self::identifier_type). It can also be a
    /// whole email domain.
    pub identifier: Option<String>,
    /// The type of the identifier.
    pub identifier_type: Option<IdentifierType>,
    /// The instance that the list belongs to.
    pub instance_id: Option<InstanceId>,
    /// When the entry was created.
    pub created_at: Option<Timestamp>,
    /// When the entry last changed.
    pub updated_at: Option<Timestamp>,
}

/// The type of an identifier on a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum IdentifierType {
    /// An email address, or a whole email domain.
    EmailAddress,
    /// A phone number.
    PhoneNumber,
    /// A web3 wallet.
    Web3Wallet,
    /// An unknown type, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
