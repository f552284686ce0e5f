//! Money, plans, subscriptions and credits, as users, organizations and billing have them.

use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};

mod payer;
mod payment;
mod plan;
mod subscription;
mod totals;

pub use payer::{CreditAdjustment, CreditBalance, CreditLedgerEntry, Payer};
pub use payment::{PaymentMethod, PaymentMethodStatus, PaymentSource, PaymentType};
pub use plan::{Feature, Plan, PlanPeriod, UnitPrice, UnitPriceTier};
pub use subscription::{
    NextPayment, Seats, Subscription, SubscriptionCredit, SubscriptionItem, SubscriptionItemStatus,
    SubscriptionStatus,
};
pub use totals::{
    Credits, Discounts, PayerCredit, ProrationCredit, ProrationDiscount, Totals, UnitTotal,
    UnitTotalTier,
};

/// An amount of money, as a number and as a text to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Money {
    /// The amount in the currency's smallest unit, such as cents. Less than zero where money is
    /// taken away.
    pub amount: i64,
    /// The amount as people read it, such as `$49.99`.
    pub amount_formatted: String,
    /// The currency's code, such as `USD`.
    pub currency: String,
    /// The currency's sign, such as `$`.
    pub currency_symbol: String,
}

/// Who pays for a plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PayerType {
    /// A user, for themselves.
    User,
    /// An organization, for its members.
    Org,
    /// A kind of payer that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
