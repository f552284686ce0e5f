//! Subscriptions and payments, as events have them. The Backend API has other models of the same names.

use clerk_api::{
    OrganizationId, PayerId, PaymentSourceId, PlanId, SubscriptionId, SubscriptionItemId, UserId,
};
use clerk_core::{Timestamp, model};

mod payment;

pub use clerk_api::models::commerce::{
    Credits, Money, PayerCredit, PaymentMethodStatus, PaymentType, PlanPeriod, ProrationCredit,
    SubscriptionItemStatus, SubscriptionStatus,
};
pub use payment::{
    ChargeType, FailedReason, Payee, PaymentAttempt, PaymentAttemptItem, PaymentAttemptStatus,
    PaymentSource, PaymentTotals, UnitTotal,
};

/// The subscription of a user or an organization.
#[model("commerce_subscription")]
pub struct Subscription {
    /// The subscription's ID.
    pub id: SubscriptionId,
    /// The subscription's status.
    pub status: SubscriptionStatus,
    /// When the subscription became active.
    #[lenient(nullable)]
    pub active_at: Option<Timestamp>,
    /// When the subscription was canceled.
    #[lenient(nullable)]
    pub canceled_at: Option<Timestamp>,
    /// When the subscription ended.
    #[lenient(nullable)]
    pub ended_at: Option<Timestamp>,
    /// Since when a payment is overdue.
    #[lenient(nullable)]
    pub past_due_at: Option<Timestamp>,
    /// When the subscription was created.
    pub created_at: Timestamp,
    /// When the subscription last changed.
    pub updated_at: Timestamp,
    /// The ID of the latest payment.
    #[lenient(nullable)]
    pub latest_payment_id: Option<String>,
    /// The payer's ID.
    pub payer_id: PayerId,
    /// The payer.
    pub payer: Payer,
    /// The ID of the payment source that is charged.
    #[lenient(nullable)]
    pub payment_source_id: Option<PaymentSourceId>,
    /// The subscription's items, one for each plan.
    #[serde(default)]
    pub items: Vec<SubscriptionItem>,
}

/// One plan of a subscription.
#[model("commerce_subscription_item")]
pub struct SubscriptionItem {
    /// The item's ID.
    pub id: SubscriptionItemId,
    /// The item's status.
    pub status: SubscriptionItemStatus,
    /// Whether the item is in its free trial.
    #[serde(default)]
    pub is_free_trial: bool,
    /// When the item was created.
    pub created_at: Timestamp,
    /// When the item last changed.
    pub updated_at: Timestamp,
    /// When the current period started.
    pub period_start: Timestamp,
    /// When the current period ends. `None` if it has no end.
    #[lenient(nullable)]
    pub period_end: Option<Timestamp>,
    /// The item's billing period.
    pub interval: PlanPeriod,
    /// The plan's ID.
    #[lenient(nullable)]
    pub plan_id: Option<PlanId>,
    /// The plan.
    #[lenient(nullable)]
    pub plan: Option<Plan>,
    /// The payer.
    pub payer: Option<Payer>,
    /// The subscription that the item belongs to.
    #[lenient(nullable)]
    pub subscription_id: Option<SubscriptionId>,
    /// The seats that are charged, if the plan counts seats.
    pub seats: Option<Seats>,
}

/// A payer: a user or an organization.
#[model("commerce_payer")]
pub struct Payer {
    /// The payer's ID.
    pub id: PayerId,
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
    /// When the payer was created.
    pub created_at: Option<Timestamp>,
    /// When the payer last changed.
    pub updated_at: Option<Timestamp>,
}

/// A plan that users or organizations can subscribe to.
#[model]
pub struct Plan {
    /// The plan's ID.
    pub id: PlanId,
    /// The plan's slug for URLs and code.
    pub slug: String,
    /// The plan's name.
    pub name: String,
    /// Whether the plan is charged every period.
    #[serde(default)]
    pub is_recurring: bool,
    /// The price per period, in the currency's smallest unit, such as cents.
    pub amount: i64,
    /// The currency code, such as `USD`.
    pub currency: String,
    /// The prices of units, such as seats.
    pub unit_prices: Option<Vec<UnitPrice>>,
}

/// The price of one kind of unit in a plan.
#[model]
pub struct UnitPrice {
    /// The kind of unit, such as `seats`.
    pub name: String,
    /// Number of units in a block. Units are sold in blocks.
    pub block_size: u64,
    /// The price per block, depending on the number of blocks.
    #[serde(default)]
    pub tiers: Vec<UnitPriceTier>,
}

/// The price per block for a range of blocks.
#[model]
#[derive(Eq)]
pub struct UnitPriceTier {
    /// The first block with this price.
    pub starts_at_block: u64,
    /// The last block with this price. `None` if there is no limit.
    #[lenient(nullable)]
    pub ends_after_block: Option<u64>,
    /// The price per block, in the currency's smallest unit, such as cents.
    pub amount_per_block: i64,
    /// The currency code, such as `USD`.
    pub currency: String,
}

/// The seats that are charged for a subscription item.
#[model]
#[derive(Eq)]
pub struct Seats {
    /// Number of seats. `None` if there is no limit.
    #[lenient(nullable)]
    pub quantity: Option<u64>,
}
