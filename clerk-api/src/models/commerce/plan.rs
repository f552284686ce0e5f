//! Plans, their features, and their unit prices.

use clerk_core::{StringEnum, model};

use super::{Money, PayerType};
use crate::{FeatureId, PlanId, ProductId};

/// A plan that users or organizations can subscribe to.
///
/// The members from `amount` to `interval` appear only in responses to changes of a subscription
/// item. They repeat the values of the fees.
#[model("commerce_plan")]
pub struct Plan {
    /// The plan's ID.
    pub id: PlanId,
    /// The plan's name.
    pub name: String,
    /// The price per month when billed monthly.
    #[lenient(nullable)]
    pub fee: Option<Money>,
    /// The price per month when billed annually.
    #[lenient(nullable)]
    pub annual_monthly_fee: Option<Money>,
    /// The price per year.
    #[lenient(nullable)]
    pub annual_fee: Option<Money>,
    /// A description of the plan.
    #[lenient(nullable)]
    pub description: Option<String>,
    /// The product that the plan belongs to.
    #[deprecated(note = "plans no longer belong to a product; use `id`")]
    pub product_id: Option<ProductId>,
    /// Whether this is the plan of payers who have not chosen one.
    #[serde(default)]
    pub is_default: bool,
    /// Whether the plan is charged every period.
    #[serde(default)]
    pub is_recurring: bool,
    /// Whether pricing tables show the plan.
    #[serde(default)]
    pub publicly_visible: bool,
    /// Whether the plan has a price before units are counted.
    #[serde(default)]
    pub has_base_fee: bool,
    /// The kind of payer that can subscribe to the plan.
    pub for_payer_type: Option<PayerType>,
    /// The plan's slug for URLs and code.
    pub slug: String,
    /// The URL of the plan's image.
    #[lenient(nullable)]
    pub avatar_url: Option<String>,
    /// The features that the plan includes.
    #[serde(default)]
    pub features: Vec<Feature>,
    /// Whether the plan starts with a free trial.
    #[serde(default)]
    pub free_trial_enabled: bool,
    /// Length of the free trial, in days.
    #[lenient(nullable)]
    pub free_trial_days: Option<u64>,
    /// The prices of units, such as seats.
    #[serde(default)]
    pub unit_prices: Vec<UnitPrice>,
    /// The price per month when billed monthly, in the currency's smallest unit.
    pub amount: Option<i64>,
    /// [`amount`](Self::amount) as text, such as `$49.99`.
    pub amount_formatted: Option<String>,
    /// The price per month when billed annually, in the currency's smallest unit.
    pub annual_monthly_amount: Option<i64>,
    /// [`annual_monthly_amount`](Self::annual_monthly_amount) as text.
    pub annual_monthly_amount_formatted: Option<String>,
    /// The price per year, in the currency's smallest unit.
    pub annual_amount: Option<i64>,
    /// [`annual_amount`](Self::annual_amount) as text.
    pub annual_amount_formatted: Option<String>,
    /// The currency symbol, such as `$`.
    pub currency_symbol: Option<String>,
    /// The currency code, such as `USD`.
    pub currency: Option<String>,
    /// The kinds of payer that can subscribe to the plan, as a list.
    pub payer_type: Option<Vec<PayerType>>,
    /// The unit of the billing period, such as `month`.
    pub period: Option<String>,
    /// The length of the billing period, in units of [`period`](Self::period).
    pub interval: Option<u64>,
}

/// A feature of a plan. Applications check for it by its slug.
#[model("feature")]
pub struct Feature {
    /// The feature's ID.
    pub id: FeatureId,
    /// The feature's name.
    pub name: String,
    /// A description of the feature.
    #[lenient(nullable)]
    pub description: Option<String>,
    /// The feature's slug for URLs and code.
    pub slug: String,
    /// The URL of the feature's image.
    #[lenient(nullable)]
    pub avatar_url: Option<String>,
}

/// The price of one kind of unit in a plan.
#[model]
pub struct UnitPrice {
    /// The kind of unit, such as `seats`.
    pub name: String,
    /// Number of units in a block. Units are sold in blocks.
    pub block_size: Option<u64>,
    /// The price per block, depending on the number of blocks.
    #[serde(default)]
    pub tiers: Vec<UnitPriceTier>,
}

/// The price per block for a range of blocks.
#[model]
pub struct UnitPriceTier {
    /// The first block with this price.
    pub starts_at_block: Option<u64>,
    /// The last block with this price. `None` if there is no limit.
    pub ends_after_block: Option<u64>,
    /// The price per block.
    pub fee_per_block: Money,
}

/// The billing period of a subscription item.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PlanPeriod {
    /// Monthly.
    Month,
    /// Annually.
    Annual,
    /// An unknown period, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
