//! The items of subscriptions, and moving them from one price to another.

use clerk_core::{Page, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use super::Price;
use crate::{
    BillingPriceId, PlanId, SubscriptionItemId,
    models::commerce::{Money, PayerType, Plan, SubscriptionItem, SubscriptionItemStatus},
};

/// Lists the subscription items of all users and organizations, the newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/billing/subscription_items",
    operation = "GetCommerceSubscriptionItemList",
    response = Page<SubscriptionItem>,
    errors(400, 401, 422, 500),
    pages = offset,
)]
pub struct ListBillingSubscriptionItems {
    /// Whether the answer says how many items there are in all.
    pub paginated: Option<bool>,
    /// How many items at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many items to pass over. The server's default is 0.
    pub offset: Option<u64>,
    /// Only items that stand here.
    pub status: Option<SubscriptionItemFilter>,
    /// Only items of payers of this kind.
    pub payer_type: Option<PayerType>,
    /// Only items of this plan.
    pub plan_id: Option<PlanId>,
    /// Whether items of free plans are listed too. The server's default is no.
    pub include_free: Option<bool>,
    /// Only items that match this text.
    pub query: Option<String>,
}

/// Cancels a subscription item, by default as of the end of its period.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/billing/subscription_items/{subscription_item_id}",
    operation = "CancelCommerceSubscriptionItem",
    response = SubscriptionItem,
    errors(400, 401, 403, 404, 422, 500),
)]
pub struct CancelBillingSubscriptionItem {
    /// The item to cancel.
    pub subscription_item_id: SubscriptionItemId,
    /// Whether the item ends at once, not with its period. The server's default is no.
    pub end_now: Option<bool>,
}

/// Extends the free trial of a subscription item. It may be called again with the same time, which
/// then changes nothing.
///
/// The item has to be in a free trial, and its plan has to allow one.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/billing/subscription_items/{subscription_item_id}/extend_free_trial",
    response = SubscriptionItem,
    errors(400, 401, 403, 404, 422, 500),
)]
pub struct ExtendBillingSubscriptionItemFreeTrial {
    /// The item whose trial is extended.
    pub subscription_item_id: SubscriptionItemId,
    /// When the trial ends, as RFC 3339 has it, which is what [`Timestamp`] displays: in the
    /// future, and at most 365 days away.
    pub extend_to: String,
}

/// Moves a subscription item to another price.
///
/// Plan and payer decide whether that happens at once or with the next period; the answer says
/// which. It answers 409 where the item is being changed already.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/billing/subscription_items/{subscription_item_id}/price_transition",
    response = PriceTransition,
    errors(400, 401, 403, 404, 409, 422, 500),
)]
pub struct CreateBillingPriceTransition {
    /// The item to move.
    pub subscription_item_id: SubscriptionItemId,
    /// The price that the item has now.
    pub from_price_id: BillingPriceId,
    /// The price that it shall have.
    pub to_price_id: BillingPriceId,
}

/// A subscription item at its new price, and what became of the old one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_price_transition")]
#[non_exhaustive]
pub struct PriceTransition {
    /// The item at the new price.
    pub subscription_item: SubscriptionItem,
    /// When the price changes, and from what.
    pub transition: PriceTransitionDetails,
}

/// When a subscription item's price changes, and from what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PriceTransitionDetails {
    /// The plan before the change.
    pub previous_plan: Plan,
    /// The price before the change.
    pub previous_price: Price,
    /// When the new price applies.
    pub effective_at: Timestamp,
    /// Whether that is at once.
    pub effective_mode: PriceTransitionMode,
    /// When the item is charged next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_billing_date: Option<Timestamp>,
    /// Whether something was charged at once.
    #[serde(default)]
    pub charged_immediately: bool,
    /// How much that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub immediate_charge: Option<Money>,
    /// Where the item at the old price stands now.
    pub previous_subscription_item_status: SubscriptionItemStatus,
    /// The item at the old price.
    pub previous_subscription_item_id: SubscriptionItemId,
}

/// When a new price applies.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PriceTransitionMode {
    /// At once.
    Immediate,
    /// With the next period.
    EndOfPeriod,
    /// A time that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Which subscription items to list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SubscriptionItemFilter {
    /// Those that run.
    Active,
    /// Those that are over.
    Ended,
    /// Those for which a payment is due.
    PastDue,
    /// Those that begin later.
    Upcoming,
    /// Those in a free trial.
    FreeTrial,
    /// A choice that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
