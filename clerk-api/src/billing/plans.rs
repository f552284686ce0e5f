//! Plans and their prices.

use clerk_core::{Endpoint, Page, StringEnum, Timestamp, model};

use crate::{
    BillingPriceId, InstanceId, PlanId,
    models::commerce::{Money, PayerType, Plan},
};

/// Lists the instance's plans, free and paid, newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/billing/plans",
    response = Page<Plan>,
    errors(400, 401, 422, 500),
    operation = "GetCommercePlanList",
    pages = offset,
    incoming,
)]
pub struct ListBillingPlans {
    /// Whether the response includes the total number of plans.
    pub paginated: Option<bool>,
    /// Maximum number of plans, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of plans to skip. Server default: 0.
    pub offset: Option<u64>,
    /// Only plans for payers of this kind.
    pub payer_type: Option<PayerType>,
}

/// Lists the instance's prices, both the plans' default prices and custom ones.
///
/// The lowest price comes first. Equal prices are sorted newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/billing/prices",
    response = Page<Price>,
    errors(400, 401, 404, 422, 500),
    operation = "GetBillingPriceList",
    pages = offset,
    incoming,
)]
pub struct ListBillingPrices {
    /// Whether the response includes the total number of prices.
    pub paginated: Option<bool>,
    /// Maximum number of prices, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of prices to skip. Server default: 0.
    pub offset: Option<u64>,
    /// Only prices of this plan.
    pub plan_id: Option<PlanId>,
}

/// Creates a custom price of a plan, for payers who do not pay the default price.
///
/// To move a subscription item to the new price, use
/// [`CreateBillingPriceTransition`](super::CreateBillingPriceTransition).
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/billing/prices",
    response = Price,
    errors(400, 401, 404, 422, 500),
    incoming,
)]
pub struct CreateBillingPrice {
    /// The plan that the price belongs to.
    pub plan_id: PlanId,
    /// The currency code. Server default: `USD`.
    pub currency: Option<String>,
    /// The price per month when billed monthly, in cents: 0, or at least 100. `None` if the price
    /// cannot be billed monthly.
    #[endpoint(nullable)]
    pub amount: Option<i64>,
    /// The price per month when billed annually, in cents: 0, or at least 100.
    pub annual_monthly_amount: Option<i64>,
    /// A description of the price.
    pub description: Option<String>,
    /// The billing periods that the price supports. Without it, the amounts that are set decide.
    pub supported_billing_periods: Option<SupportedBillingPeriods>,
}

/// A price of a plan: its default price, or a custom one.
#[model("commerce_price")]
pub struct Price {
    /// The price's ID.
    pub id: BillingPriceId,
    /// The plan that the price belongs to.
    pub plan_id: PlanId,
    /// The instance that the price belongs to.
    pub instance_id: Option<InstanceId>,
    /// The currency code, such as `USD`.
    pub currency: String,
    /// The currency symbol, such as `$`.
    pub currency_symbol: Option<String>,
    /// The price per month when billed monthly, in cents.
    pub amount: i64,
    /// The price per month when billed annually, in cents.
    pub annual_monthly_amount: Option<i64>,
    /// `amount` with its currency.
    #[lenient(nullable)]
    pub fee: Option<Money>,
    /// `annual_monthly_amount` with its currency.
    #[lenient(nullable)]
    pub annual_monthly_fee: Option<Money>,
    /// A description of the price.
    pub description: Option<String>,
    /// Whether this is the plan's default price.
    #[serde(default)]
    pub is_default: bool,
    /// When the price was created.
    pub created_at: Timestamp,
    /// The billing periods that the price supports.
    pub supported_billing_periods: Option<SupportedBillingPeriods>,
}

/// The billing periods that a price supports.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SupportedBillingPeriods {
    /// Monthly.
    Month,
    /// Annually.
    Annual,
    /// Monthly or annually, as the payer chooses.
    Both,
    /// An unknown period, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
