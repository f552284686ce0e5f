//! Payers and their credits.

use clerk_core::{StringEnum, Timestamp, lenient, values::Rfc3339};
use serde::{Deserialize, Serialize};

use super::Money;
use crate::{CreditLedgerEntryId, InstanceId, OrganizationId, PayerId, UserId};

/// A payer: a user or an organization.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_payer")]
#[non_exhaustive]
pub struct Payer {
    /// The payer's ID.
    pub id: PayerId,
    /// The instance that the payer belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<InstanceId>,
    /// The user who pays, if the payer is a user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The payer's first name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The payer's last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The email address for receipts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The organization that pays, if the payer is an organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// The name of the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_name: Option<String>,
    /// The URL of the payer's image or logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// The payer's credit balance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits_balance: Option<Money>,
    /// When the payer was created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When the payer last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

/// The credit balance of a payer. Credits reduce what the payer is charged.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CreditBalance {
    /// The kind of the resource, `commerce_credit_balance`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The balance. `None` for a payer who never had credits.
    #[serde(default)]
    pub balance: Option<Money>,
}

/// A ledger entry that records one adjustment of a payer's credits.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CreditLedgerEntry {
    /// The kind of the resource, `commerce_credit_ledger`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The entry's ID.
    pub id: CreditLedgerEntryId,
    /// The payer whose credits were adjusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_id: Option<PayerId>,
    /// The amount of the adjustment. Negative if it reduced the credits.
    pub amount: Money,
    /// The kind of resource that caused the adjustment, such as `grant`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_type: Option<String>,
    /// The ID of the resource that caused the adjustment. See [`source_type`](Self::source_type).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// The note that was sent with the adjustment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When the entry was created.
    pub created_at: Rfc3339,
}

/// The direction of a credit adjustment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum CreditAdjustment {
    /// Adds credits.
    Increase,
    /// Removes credits.
    Decrease,
    /// An unknown direction, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
