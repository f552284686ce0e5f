//! Whoever pays, and the credits that they have.

use clerk_core::Timestamp;
use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};

use super::Money;
use crate::{CreditLedgerEntryId, InstanceId, OrganizationId, PayerId, UserId};

/// Whoever pays: a user or an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_payer")]
#[non_exhaustive]
pub struct Payer {
    /// The payer's ID.
    pub id: PayerId,
    /// The instance to which the payer belongs.
    pub instance_id: InstanceId,
    /// The user that pays, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The payer's first name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The payer's last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The address to which receipts go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The organization that pays, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// The name of the organization that pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_name: Option<String>,
    /// Where the payer's picture or logo is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// The credits that the payer has left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits_balance: Option<Money>,
    /// When the payer was created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When the payer last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

/// The credits that a payer has left, which lower what they are charged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CreditBalance {
    /// The kind of the resource, `commerce_credit_balance`.
    pub object: String,
    /// What is left. `None` for a payer that never had credits.
    #[serde(default)]
    pub balance: Option<Money>,
}

/// One adjustment of a payer's credits, as it was written down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CreditLedgerEntry {
    /// The kind of the resource, `commerce_credit_ledger`.
    pub object: String,
    /// The entry's ID.
    pub id: CreditLedgerEntryId,
    /// The payer whose credits were adjusted.
    pub payer_id: PayerId,
    /// By how much; less than zero where the credits became less.
    pub amount: Money,
    /// What caused the adjustment, such as `grant`.
    pub source_type: String,
    /// The ID of what caused it; of which resource, the source's type says.
    pub source_id: String,
    /// The note that was given with the adjustment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When the entry was written, as RFC 3339 has it.
    pub created_at: String,
}

/// Which way a payer's credits are adjusted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum CreditAdjustment {
    /// The payer gets more.
    Increase,
    /// The payer gets less.
    Decrease,
    /// A way that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
