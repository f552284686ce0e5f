//! Plans and their prices.

use clerk_core::{Page, Patch, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use crate::{
    BillingPriceId, InstanceId, PlanId,
    models::commerce::{Money, PayerType, Plan},
};

/// Lists the instance's plans, free and paid, the newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/billing/plans",
    operation = "GetCommercePlanList",
    response = Page<Plan>,
    errors(400, 401, 422, 500),
    pages = offset,
)]
pub struct ListBillingPlans {
    /// Whether the answer says how many plans there are in all.
    pub paginated: Option<bool>,
    /// How many plans at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many plans to pass over. The server's default is 0.
    pub offset: Option<u64>,
    /// Only plans for payers of this kind.
    pub payer_type: Option<PayerType>,
}

/// Lists the instance's prices, the plans' own and custom ones: the lowest first, and of those that
/// are the same, the newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/billing/prices",
    operation = "GetBillingPriceList",
    response = Page<Price>,
    errors(400, 401, 404, 422, 500),
    pages = offset,
)]
pub struct ListBillingPrices {
    /// Whether the answer says how many prices there are in all.
    pub paginated: Option<bool>,
    /// How many prices at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many prices to pass over. The server's default is 0.
    pub offset: Option<u64>,
    /// Only prices of this plan.
    pub plan_id: Option<PlanId>,
}

/// Creates a custom price of a plan, for payers that do not get it at its usual one.
///
/// [`CreateBillingPriceTransition`](super::CreateBillingPriceTransition) then moves a subscription
/// item to it.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/billing/prices",
    response = Price,
    errors(400, 401, 404, 422, 500),
)]
pub struct CreateBillingPrice {
    /// The plan that has the price.
    pub plan_id: PlanId,
    /// The currency's code. The server's default is `USD`.
    pub currency: Option<String>,
    /// What a month costs, paid by the month, in cents: 0, or at least 100. The server wants it
    /// set or cleared; cleared, the price has no monthly period.
    pub amount: Patch<i64>,
    /// What a month costs, paid by the year, in cents: 0, or at least 100.
    pub annual_monthly_amount: Patch<i64>,
    /// What the price is for, in words.
    pub description: Option<String>,
    /// How often the price can be charged. Without it, the amounts that are set decide.
    pub supported_billing_periods: Option<SupportedBillingPeriods>,
}

/// A price of a plan: the plan's own, or a custom one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_price")]
#[non_exhaustive]
pub struct Price {
    /// The price's ID.
    pub id: BillingPriceId,
    /// The plan that has the price.
    pub plan_id: PlanId,
    /// The instance to which the price belongs.
    pub instance_id: InstanceId,
    /// The currency's code, such as `USD`.
    pub currency: String,
    /// The currency's sign, such as `$`.
    pub currency_symbol: String,
    /// What a month costs, paid by the month, in cents.
    pub amount: i64,
    /// What a month costs, paid by the year, in cents.
    pub annual_monthly_amount: i64,
    /// `amount` with its currency.
    #[serde(default)]
    pub fee: Option<Money>,
    /// `annual_monthly_amount` with its currency.
    #[serde(default)]
    pub annual_monthly_fee: Option<Money>,
    /// What the price is for, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether this is the plan's own price.
    #[serde(default)]
    pub is_default: bool,
    /// When the price was created.
    pub created_at: Timestamp,
    /// How often the price can be charged.
    pub supported_billing_periods: SupportedBillingPeriods,
}

/// How often a price can be charged.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SupportedBillingPeriods {
    /// Every month.
    Month,
    /// Every year.
    Annual,
    /// Every month or every year, as the payer chooses.
    Both,
    /// A period that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
