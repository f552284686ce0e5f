//! Subscription items, and moving them from one price to another.

use clerk_core::{Endpoint, Page, StringEnum, Timestamp, model, values::Rfc3339};

use super::Price;
use crate::{
    BillingPriceId, PlanId, SubscriptionItemId,
    models::commerce::{Money, PayerType, Plan, SubscriptionItem, SubscriptionItemStatus},
};

/// Lists the subscription items of all users and organizations, newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/billing/subscription_items",
    response = Page<SubscriptionItem>,
    errors(400, 401, 422, 500),
    operation = "GetCommerceSubscriptionItemList",
    pages = offset,
    incoming,
)]
pub struct ListBillingSubscriptionItems {
    /// Whether the response includes the total number of items.
    pub paginated: Option<bool>,
    /// Maximum number of items, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of items to skip. Server default: 0.
    pub offset: Option<u64>,
    /// Only items with this status.
    pub status: Option<SubscriptionItemFilter>,
    /// Only items of payers of this kind.
    pub payer_type: Option<PayerType>,
    /// Only items of this plan.
    pub plan_id: Option<PlanId>,
    /// Whether to include items of free plans. Server default: `false`.
    pub include_free: Option<bool>,
    /// Only items that match this text.
    pub query: Option<String>,
}

/// Cancels a subscription item. By default, it ends with its current period.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/billing/subscription_items/{subscription_item_id}",
    response = SubscriptionItem,
    errors(400, 401, 403, 404, 422, 500),
    operation = "CancelCommerceSubscriptionItem",
    incoming,
)]
pub struct CancelBillingSubscriptionItem {
    /// The item to cancel.
    pub subscription_item_id: SubscriptionItemId,
    /// Whether the item ends immediately instead of with its period. Server default: `false`.
    pub end_now: Option<bool>,
}

/// Extends the free trial of a subscription item. Repeating the call with the same time changes
/// nothing.
///
/// The item must be in a free trial, and its plan must allow free trials.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/billing/subscription_items/{subscription_item_id}/extend_free_trial",
    response = SubscriptionItem,
    errors(400, 401, 403, 404, 422, 500),
    incoming,
)]
pub struct ExtendBillingSubscriptionItemFreeTrial {
    /// The item whose free trial to extend.
    pub subscription_item_id: SubscriptionItemId,
    /// The new end of the free trial, in the future and at most 365 days from now.
    pub extend_to: Rfc3339,
}

/// Moves a subscription item to another price.
///
/// Whether this happens immediately or with the next period depends on the plan and the payer; the
/// response says which. Fails with 409 if a change of the item is already in progress.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/billing/subscription_items/{subscription_item_id}/price_transition",
    response = PriceTransition,
    errors(400, 401, 403, 404, 409, 422, 500),
    incoming,
)]
pub struct CreateBillingPriceTransition {
    /// The item to move.
    pub subscription_item_id: SubscriptionItemId,
    /// The item's current price.
    pub from_price_id: BillingPriceId,
    /// The item's new price.
    pub to_price_id: BillingPriceId,
}

/// A subscription item at its new price, with details about the change.
#[model("commerce_price_transition")]
pub struct PriceTransition {
    /// The item at the new price.
    pub subscription_item: SubscriptionItem,
    /// Details about the change of price.
    pub transition: PriceTransitionDetails,
}

/// Details about a change of a subscription item's price.
#[model]
pub struct PriceTransitionDetails {
    /// The plan before the change.
    pub previous_plan: Option<Plan>,
    /// The price before the change.
    pub previous_price: Option<Price>,
    /// When the new price takes effect.
    pub effective_at: Timestamp,
    /// Whether the new price takes effect immediately or with the next period.
    pub effective_mode: PriceTransitionMode,
    /// When the item is charged next.
    pub next_billing_date: Option<Timestamp>,
    /// Whether the payer was charged immediately.
    #[serde(default)]
    pub charged_immediately: bool,
    /// The amount that was charged immediately.
    pub immediate_charge: Option<Money>,
    /// The status of the item at the old price.
    pub previous_subscription_item_status: Option<SubscriptionItemStatus>,
    /// The ID of the item at the old price.
    pub previous_subscription_item_id: Option<SubscriptionItemId>,
}

/// When a new price takes effect.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PriceTransitionMode {
    /// Immediately.
    Immediate,
    /// With the next period.
    EndOfPeriod,
    /// An unknown mode, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The subscription items to list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SubscriptionItemFilter {
    /// Active items.
    Active,
    /// Items that have ended.
    Ended,
    /// Items with an overdue payment.
    PastDue,
    /// Items that start later.
    Upcoming,
    /// Items in a free trial.
    FreeTrial,
    /// An unknown filter, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
