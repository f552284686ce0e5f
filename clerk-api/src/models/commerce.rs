//! Money, plans, subscriptions and credits, shared by users, organizations and billing.

use clerk_core::{StringEnum, model};

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

/// An amount of money, as a number and as text.
#[model]
#[derive(Eq)]
pub struct Money {
    /// The amount in the currency's smallest unit, such as cents. Negative if money is deducted.
    pub amount: i64,
    /// The amount as text, such as `$49.99`.
    pub amount_formatted: Option<String>,
    /// The currency code, such as `USD`.
    pub currency: String,
    /// The currency symbol, such as `$`.
    pub currency_symbol: Option<String>,
}

/// The kind of payer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PayerType {
    /// A user who pays for themselves.
    User,
    /// An organization that pays for its members.
    Org,
    /// An unknown kind of payer, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
