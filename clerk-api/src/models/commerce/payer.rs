//! Payers and their credits.

use clerk_core::{StringEnum, Timestamp, model, values::Rfc3339};

use super::Money;
use crate::{CreditLedgerEntryId, InstanceId, OrganizationId, PayerId, UserId};

/// A payer: a user or an organization.
#[model("commerce_payer")]
pub struct Payer {
    /// The payer's ID.
    pub id: PayerId,
    /// The instance that the payer belongs to.
    pub instance_id: Option<InstanceId>,
    /// The user who pays, if the payer is a user.
    pub user_id: Option<UserId>,
    /// The payer's first name.
    pub first_name: Option<String>,
    /// The payer's last name.
    pub last_name: Option<String>,
    /// The email address for receipts.
    pub email: Option<String>,
    /// The organization that pays, if the payer is an organization.
    pub organization_id: Option<OrganizationId>,
    /// The name of the organization.
    pub organization_name: Option<String>,
    /// The URL of the payer's image or logo.
    pub image_url: Option<String>,
    /// The payer's credit balance.
    pub credits_balance: Option<Money>,
    /// When the payer was created.
    pub created_at: Option<Timestamp>,
    /// When the payer last changed.
    pub updated_at: Option<Timestamp>,
}

/// The credit balance of a payer. Credits reduce what the payer is charged.
#[model]
pub struct CreditBalance {
    /// The kind of the resource, `commerce_credit_balance`.
    pub object: Option<String>,
    /// The balance. `None` for a payer who never had credits.
    #[lenient(nullable)]
    pub balance: Option<Money>,
}

/// A ledger entry that records one adjustment of a payer's credits.
#[model]
pub struct CreditLedgerEntry {
    /// The kind of the resource, `commerce_credit_ledger`.
    pub object: Option<String>,
    /// The entry's ID.
    pub id: CreditLedgerEntryId,
    /// The payer whose credits were adjusted.
    pub payer_id: Option<PayerId>,
    /// The amount of the adjustment. Negative if it reduced the credits.
    pub amount: Money,
    /// The kind of resource that caused the adjustment, such as `grant`.
    pub source_type: Option<String>,
    /// The ID of the resource that caused the adjustment. See [`source_type`](Self::source_type).
    pub source_id: Option<String>,
    /// The note that was sent with the adjustment.
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
