//! Subscriptions and their items.

use clerk_core::Timestamp;
use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};

use super::{
    Credits, Money, Payer, PaymentMethod, PaymentSource, Plan, PlanPeriod, Totals, UnitTotal,
    UnitTotalTier,
};
use crate::{
    BillingPriceId, InstanceId, PayerId, PaymentSourceId, PlanId, SubscriptionId,
    SubscriptionItemId,
};

/// What a user or an organization is subscribed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_subscription")]
#[non_exhaustive]
pub struct Subscription {
    /// The subscription's ID.
    pub id: SubscriptionId,
    /// The instance to which the subscription belongs.
    pub instance_id: InstanceId,
    /// Where the subscription stands.
    pub status: SubscriptionStatus,
    /// Whoever pays.
    pub payer_id: PayerId,
    /// When the subscription was created.
    pub created_at: Timestamp,
    /// When the subscription last changed.
    pub updated_at: Timestamp,
    /// When the subscription began.
    #[serde(default)]
    pub active_at: Option<Timestamp>,
    /// Since when a payment is due.
    #[serde(default)]
    pub past_due_at: Option<Timestamp>,
    /// The plans that the subscription is made of.
    #[serde(default)]
    pub subscription_items: Vec<SubscriptionItem>,
    /// What is charged next, where anything is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_payment: Option<NextPayment>,
    /// Whether the payer can still begin with a free trial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligible_for_free_trial: Option<bool>,
}

/// One plan of a subscription.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_subscription_item")]
#[non_exhaustive]
pub struct SubscriptionItem {
    /// The item's ID.
    pub id: SubscriptionItemId,
    /// The instance to which the item belongs.
    pub instance_id: InstanceId,
    /// Where the item stands.
    pub status: SubscriptionItemStatus,
    /// What was credited for an earlier item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<SubscriptionCredit>,
    /// All credits that lower what the item costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits: Option<Credits>,
    /// The plan that is subscribed to. Some answers leave it out.
    #[serde(default)]
    pub plan_id: Option<PlanId>,
    /// The price at which it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_id: Option<BillingPriceId>,
    /// The plan itself.
    #[serde(default)]
    pub plan: Option<Plan>,
    /// How often the item is charged.
    pub plan_period: PlanPeriod,
    /// What the item is paid with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<PaymentMethod>,
    /// What the item is paid with, in answers to changes of an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_source_id: Option<PaymentSourceId>,
    /// That payment source itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_source: Option<PaymentSource>,
    /// What has been paid for the item so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifetime_paid: Option<Money>,
    /// What the item costs now, in answers to changes of an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The next invoice, in answers to changes of an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_invoice: Option<NextPayment>,
    /// What is charged next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_payment: Option<NextPayment>,
    /// Whoever pays. Some answers leave it out.
    #[serde(default)]
    pub payer_id: Option<PayerId>,
    /// The payer itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<Payer>,
    /// Whether the item is in its free trial.
    #[serde(default)]
    pub is_free_trial: bool,
    /// When the current period began.
    #[serde(default)]
    pub period_start: Option<Timestamp>,
    /// When the current period ends. `None` where it does not.
    #[serde(default)]
    pub period_end: Option<Timestamp>,
    /// The day, `YYYY-MM-DD`, from which a part of the period was charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proration_date: Option<String>,
    /// When the item was canceled.
    #[serde(default)]
    pub canceled_at: Option<Timestamp>,
    /// Since when a payment is due.
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
    /// The seats that are charged, where the plan counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<Seats>,
    /// What the item's charge is made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<Totals>,
}

/// What was credited for the rest of an earlier item's period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubscriptionCredit {
    /// How much was credited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// Which part of the period was left, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle_remaining_percent: Option<f64>,
}

/// What is charged next for a subscription or one of its items.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NextPayment {
    /// When it is charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Timestamp>,
    /// The plan's own fee, without units; the whole is `totals.grand_total`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// What the units, such as seats, come to.
    #[serde(default)]
    pub per_unit_totals: Vec<UnitTotal>,
    /// What the charge is made of, tax and credits not yet counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<Totals>,
}

/// The seats that a subscription item is charged for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Seats {
    /// How many seats there are. `None` where they are not limited.
    #[serde(default)]
    pub quantity: Option<u64>,
    /// What the seats come to, tier by tier.
    #[serde(default)]
    pub tiers: Vec<UnitTotalTier>,
}

/// Where a subscription stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SubscriptionStatus {
    /// It runs.
    Active,
    /// It runs, and a payment is due.
    PastDue,
    /// It was canceled.
    Canceled,
    /// It is over.
    Ended,
    /// It was begun and never paid.
    Abandoned,
    /// Its first payment is not made yet.
    Incomplete,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Where a subscription item stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SubscriptionItemStatus {
    /// It runs.
    Active,
    /// It was canceled, and runs until its period ends.
    Canceled,
    /// Its time ran out.
    Expired,
    /// It is over.
    Ended,
    /// It runs, and a payment is due.
    PastDue,
    /// It begins when another item's period ends.
    Upcoming,
    /// Its first payment is not made yet.
    Incomplete,
    /// It was begun and never paid.
    Abandoned,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
