//! Subscriptions and their items.

use clerk_core::{StringEnum, Timestamp, model};

use super::{
    Credits, Money, Payer, PaymentMethod, PaymentSource, Plan, PlanPeriod, Totals, UnitTotal,
    UnitTotalTier,
};
use crate::{
    BillingPriceId, InstanceId, PayerId, PaymentSourceId, PlanId, SubscriptionId,
    SubscriptionItemId,
};

/// The subscription of a user or an organization.
#[model("commerce_subscription")]
pub struct Subscription {
    /// The subscription's ID.
    pub id: SubscriptionId,
    /// The instance that the subscription belongs to.
    pub instance_id: Option<InstanceId>,
    /// The subscription's status.
    pub status: SubscriptionStatus,
    /// The payer's ID.
    pub payer_id: Option<PayerId>,
    /// When the subscription was created.
    pub created_at: Timestamp,
    /// When the subscription last changed.
    pub updated_at: Option<Timestamp>,
    /// When the subscription became active.
    #[lenient(nullable)]
    pub active_at: Option<Timestamp>,
    /// Since when a payment is overdue.
    #[lenient(nullable)]
    pub past_due_at: Option<Timestamp>,
    /// The subscription's items, one for each plan.
    #[serde(default)]
    pub subscription_items: Vec<SubscriptionItem>,
    /// The next charge, if any.
    pub next_payment: Option<NextPayment>,
    /// Whether the payer can still start a free trial.
    pub eligible_for_free_trial: Option<bool>,
}

/// One plan of a subscription.
#[model("commerce_subscription_item")]
pub struct SubscriptionItem {
    /// The item's ID.
    pub id: SubscriptionItemId,
    /// The instance that the item belongs to.
    pub instance_id: Option<InstanceId>,
    /// The item's status.
    pub status: SubscriptionItemStatus,
    /// The credit for an earlier item.
    pub credit: Option<SubscriptionCredit>,
    /// All credits that reduce the item's charge.
    pub credits: Option<Credits>,
    /// The plan's ID. Missing from some responses.
    #[lenient(nullable)]
    pub plan_id: Option<PlanId>,
    /// The price of the plan.
    pub price_id: Option<BillingPriceId>,
    /// The plan.
    #[lenient(nullable)]
    pub plan: Option<Plan>,
    /// The item's billing period.
    pub plan_period: Option<PlanPeriod>,
    /// The payment method that is charged for the item.
    pub payment_method: Option<PaymentMethod>,
    /// The ID of the payment source that is charged for the item. Only in responses to changes of
    /// an item.
    pub payment_source_id: Option<PaymentSourceId>,
    /// The payment source that is charged for the item.
    pub payment_source: Option<PaymentSource>,
    /// The total that was paid for the item so far.
    pub lifetime_paid: Option<Money>,
    /// The item's current price. Only in responses to changes of an item.
    pub amount: Option<Money>,
    /// The next invoice. Only in responses to changes of an item.
    pub next_invoice: Option<NextPayment>,
    /// The next charge.
    pub next_payment: Option<NextPayment>,
    /// The payer's ID. Missing from some responses.
    #[lenient(nullable)]
    pub payer_id: Option<PayerId>,
    /// The payer.
    pub payer: Option<Payer>,
    /// Whether the item is in its free trial.
    #[serde(default)]
    pub is_free_trial: bool,
    /// When the current period started.
    #[lenient(nullable)]
    pub period_start: Option<Timestamp>,
    /// When the current period ends. `None` if it has no end.
    #[lenient(nullable)]
    pub period_end: Option<Timestamp>,
    /// The first day that was charged in a partial period, as `YYYY-MM-DD`.
    pub proration_date: Option<String>,
    /// When the item was canceled.
    #[lenient(nullable)]
    pub canceled_at: Option<Timestamp>,
    /// Since when a payment is overdue.
    #[lenient(nullable)]
    pub past_due_at: Option<Timestamp>,
    /// When the item ended.
    #[lenient(nullable)]
    pub ended_at: Option<Timestamp>,
    /// When the item was created.
    pub created_at: Option<Timestamp>,
    /// When the item last changed.
    pub updated_at: Option<Timestamp>,
    /// The seats that are charged, if the plan counts seats.
    pub seats: Option<Seats>,
    /// The parts of the item's charge.
    pub totals: Option<Totals>,
}

/// The credit for the rest of an earlier item's period.
#[model]
pub struct SubscriptionCredit {
    /// The amount of the credit.
    pub amount: Option<Money>,
    /// The remaining part of the period, in percent.
    pub cycle_remaining_percent: Option<f64>,
}

/// The next charge for a subscription or a subscription item.
#[model]
pub struct NextPayment {
    /// When the charge is due.
    pub date: Option<Timestamp>,
    /// The plan's base fee, without units. For the total, see `totals.grand_total`.
    pub amount: Option<Money>,
    /// The charges for units, such as seats.
    #[serde(default)]
    pub per_unit_totals: Vec<UnitTotal>,
    /// The parts of the charge, before tax and credits.
    pub totals: Option<Totals>,
}

/// The seats that are charged for a subscription item.
#[model]
pub struct Seats {
    /// Number of seats. `None` if there is no limit.
    #[lenient(nullable)]
    pub quantity: Option<u64>,
    /// The charges for seats, by tier.
    #[serde(default)]
    pub tiers: Vec<UnitTotalTier>,
}

/// The status of a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SubscriptionStatus {
    /// The subscription is active.
    Active,
    /// The subscription is active, and a payment is overdue.
    PastDue,
    /// The subscription was canceled.
    Canceled,
    /// The subscription has ended.
    Ended,
    /// The subscription was started but never paid.
    Abandoned,
    /// The first payment is not complete yet.
    Incomplete,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The status of a subscription item.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SubscriptionItemStatus {
    /// The item is active.
    Active,
    /// The item was canceled and stays active until its period ends.
    Canceled,
    /// The item expired.
    Expired,
    /// The item has ended.
    Ended,
    /// The item is active, and a payment is overdue.
    PastDue,
    /// The item starts when another item's period ends.
    Upcoming,
    /// The first payment is not complete yet.
    Incomplete,
    /// The item was started but never paid.
    Abandoned,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
