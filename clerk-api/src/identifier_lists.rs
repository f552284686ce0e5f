//! Who may sign up: the allow-list and the block-list.
//!
//! Both are features of paid plans. Without them the operations answer 402.

use clerk_core::{Page, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

pub use crate::models::deleted::DeletedObject;
use crate::{AllowlistIdentifierId, BlocklistIdentifierId, InstanceId, InvitationId};

/// Lists who is on the allow-list.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/allowlist_identifiers",
    response = Page<AllowlistIdentifier>,
    errors(401, 402),
    pages = offset,
)]
pub struct ListAllowlistIdentifiers {
    /// Whether the answer has the count of all entries.
    pub paginated: Option<bool>,
    /// How many entries at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many entries to pass over. The server's default is 0.
    pub offset: Option<u64>,
}

/// Puts somebody on the allow-list.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/allowlist_identifiers",
    response = AllowlistIdentifier,
    errors(400, 402, 422),
)]
pub struct CreateAllowlistIdentifier {
    /// An email address, a phone number or a web3 wallet.
    pub identifier: String,
    /// Whether an invitation is sent, which takes an email address or a phone number. The
    /// server's default is `false`.
    pub notify: Option<bool>,
}

/// Takes somebody off the allow-list.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/allowlist_identifiers/{identifier_id}",
    response = DeletedObject,
    errors(402, 404),
)]
pub struct DeleteAllowlistIdentifier {
    /// The entry to delete.
    pub identifier_id: AllowlistIdentifierId,
}

/// Lists who is on the block-list, all at once.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/blocklist_identifiers",
    response = Page<BlocklistIdentifier>,
    errors(401, 402),
)]
pub struct ListBlocklistIdentifiers {}

/// Puts somebody on the block-list.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/blocklist_identifiers",
    response = BlocklistIdentifier,
    errors(400, 402, 422),
)]
pub struct CreateBlocklistIdentifier {
    /// An email address, a phone number or a web3 wallet.
    pub identifier: String,
}

/// Takes somebody off the block-list.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/blocklist_identifiers/{identifier_id}",
    response = DeletedObject,
    errors(402, 404),
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

/// An entry of the allow-list: who may sign up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "allowlist_identifier")]
#[non_exhaustive]
pub struct AllowlistIdentifier {
    /// The entry's ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<AllowlistIdentifierId>,
    /// The invitation that was sent along with the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation_id: Option<InvitationId>,
    /// Who it is about, as `identifier_type` says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// What kind of identifier it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier_type: Option<IdentifierType>,
    /// The instance that the list belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<InstanceId>,
    /// When the entry was made, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When the entry last changed, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

/// An entry of the block-list: who may neither sign up nor sign in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "blocklist_identifier")]
#[non_exhaustive]
pub struct BlocklistIdentifier {
    /// The entry's ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<BlocklistIdentifierId>,
    /// Who it is about, as `identifier_type` says. A whole email domain is possible, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// What kind of identifier it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier_type: Option<IdentifierType>,
    /// The instance that the list belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<InstanceId>,
    /// When the entry was made, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When the entry last changed, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

/// What kind of identifier an entry of a list has.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum IdentifierType {
    /// An email address, or a whole email domain.
    EmailAddress,
    /// A phone number.
    PhoneNumber,
    /// A web3 wallet.
    Web3Wallet,
    /// A kind that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
