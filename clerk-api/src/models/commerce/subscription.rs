//! Subscriptions and their items.

use clerk_core::{StringEnum, Timestamp, lenient};
use serde::{Deserialize, Serialize};

use super::{
    Credits, Money, Payer, PaymentMethod, PaymentSource, Plan, PlanPeriod, Totals, UnitTotal,
    UnitTotalTier,
};
use crate::{
    BillingPriceId, InstanceId, PayerId, PaymentSourceId, PlanId, SubscriptionId,
    SubscriptionItemId,
};

/// The subscription of a user or an organization.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_subscription")]
#[non_exhaustive]
pub struct Subscription {
    /// The subscription's ID.
    pub id: SubscriptionId,
    /// The instance that the subscription belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<InstanceId>,
    /// The subscription's status.
    pub status: SubscriptionStatus,
    /// The payer's ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_id: Option<PayerId>,
    /// When the subscription was created.
    pub created_at: Timestamp,
    /// When the subscription last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// When the subscription became active.
    #[serde(default)]
    pub active_at: Option<Timestamp>,
    /// Since when a payment is overdue.
    #[serde(default)]
    pub past_due_at: Option<Timestamp>,
    /// The subscription's items, one for each plan.
    #[serde(default)]
    pub subscription_items: Vec<SubscriptionItem>,
    /// The next charge, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_payment: Option<NextPayment>,
    /// Whether the payer can still start a free trial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligible_for_free_trial: Option<bool>,
}

/// One plan of a subscription.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_subscription_item")]
#[non_exhaustive]
pub struct SubscriptionItem {
    /// The item's ID.
    pub id: SubscriptionItemId,
    /// The instance that the item belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<InstanceId>,
    /// The item's status.
    pub status: SubscriptionItemStatus,
    /// The credit for an earlier item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<SubscriptionCredit>,
    /// All credits that reduce the item's charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits: Option<Credits>,
    /// The plan's ID. Missing from some responses.
    #[serde(default)]
    pub plan_id: Option<PlanId>,
    /// The price of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_id: Option<BillingPriceId>,
    /// The plan.
    #[serde(default)]
    pub plan: Option<Plan>,
    /// The item's billing period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_period: Option<PlanPeriod>,
    /// The payment method that is charged for the item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<PaymentMethod>,
    /// The ID of the payment source that is charged for the item. Only in responses to changes of
    /// an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_source_id: Option<PaymentSourceId>,
    /// The payment source that is charged for the item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_source: Option<PaymentSource>,
    /// The total that was paid for the item so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifetime_paid: Option<Money>,
    /// The item's current price. Only in responses to changes of an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The next invoice. Only in responses to changes of an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_invoice: Option<NextPayment>,
    /// The next charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_payment: Option<NextPayment>,
    /// The payer's ID. Missing from some responses.
    #[serde(default)]
    pub payer_id: Option<PayerId>,
    /// The payer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<Payer>,
    /// Whether the item is in its free trial.
    #[serde(default)]
    pub is_free_trial: bool,
    /// When the current period started.
    #[serde(default)]
    pub period_start: Option<Timestamp>,
    /// When the current period ends. `None` if it has no end.
    #[serde(default)]
    pub period_end: Option<Timestamp>,
    /// The day from which a part of the period was charged, as `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proration_date: Option<String>,
    /// When the item was canceled.
    #[serde(default)]
    pub canceled_at: Option<Timestamp>,
    /// Since when a payment is overdue.
    #[serde(default)]
    pub past_due_at: Option<Timestamp>,
    /// When the item ended.
    #[serde(default)]
    pub ended_at: Option<Timestamp>,
    /// When the item was created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When the item last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// The seats that are charged, if the plan counts seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<Seats>,
    /// The parts of the item's charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<Totals>,
}

/// The credit for the rest of an earlier item's period.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubscriptionCredit {
    /// The amount of the credit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The remaining part of the period, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle_remaining_percent: Option<f64>,
}

/// The next charge for a subscription or a subscription item.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NextPayment {
    /// When the charge is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Timestamp>,
    /// The plan's base fee, without units. For the total, see `totals.grand_total`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The charges for units, such as seats.
    #[serde(default)]
    pub per_unit_totals: Vec<UnitTotal>,
    /// The parts of the charge, before tax and credits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<Totals>,
}

/// The seats that are charged for a subscription item.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Seats {
    /// Number of seats. `None` if there is no limit.
    #[serde(default)]
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
