//! Plans, and what their units cost.

use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};

use super::{Money, PayerType};
use crate::{FeatureId, PlanId, ProductId};

/// A plan to which users or organizations subscribe.
///
/// The members from `amount` to `interval` stand in answers to changes of a subscription item
/// only; the fees say the same everywhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_plan")]
#[non_exhaustive]
pub struct Plan {
    /// The plan's ID.
    pub id: PlanId,
    /// The plan's name.
    pub name: String,
    /// What a month costs, paid by the month.
    #[serde(default)]
    pub fee: Option<Money>,
    /// What a month costs, paid by the year.
    #[serde(default)]
    pub annual_monthly_fee: Option<Money>,
    /// What a year costs.
    #[serde(default)]
    pub annual_fee: Option<Money>,
    /// What the plan offers, in words.
    #[serde(default)]
    pub description: Option<String>,
    /// The product to which the plan belongs.
    #[deprecated(note = "plans belong to no product any more; use `id`")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_id: Option<ProductId>,
    /// Whether payers have this plan who chose none.
    #[serde(default)]
    pub is_default: bool,
    /// Whether the plan is charged again each period.
    #[serde(default)]
    pub is_recurring: bool,
    /// Whether pricing tables show the plan.
    #[serde(default)]
    pub publicly_visible: bool,
    /// Whether the plan costs something before units are counted.
    #[serde(default)]
    pub has_base_fee: bool,
    /// Who can subscribe to the plan.
    pub for_payer_type: PayerType,
    /// The plan's name in URLs and code.
    pub slug: String,
    /// Where the plan's picture is.
    #[serde(default)]
    pub avatar_url: Option<String>,
    /// What the plan includes.
    #[serde(default)]
    pub features: Vec<Feature>,
    /// Whether the plan begins with a free trial.
    #[serde(default)]
    pub free_trial_enabled: bool,
    /// How long the free trial lasts, in days.
    #[serde(default)]
    pub free_trial_days: Option<u64>,
    /// What units, such as seats, cost.
    #[serde(default)]
    pub unit_prices: Vec<UnitPrice>,
    /// What a month costs, paid by the month, in the currency's smallest unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// `amount` as people read it, such as `$49.99`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_formatted: Option<String>,
    /// What a month costs, paid by the year, in the currency's smallest unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annual_monthly_amount: Option<i64>,
    /// `annual_monthly_amount` as people read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annual_monthly_amount_formatted: Option<String>,
    /// What a year costs, in the currency's smallest unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annual_amount: Option<i64>,
    /// `annual_amount` as people read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annual_amount_formatted: Option<String>,
    /// The currency's sign, such as `$`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency_symbol: Option<String>,
    /// The currency's code, such as `USD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Who can subscribe to the plan, as a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_type: Option<Vec<PayerType>>,
    /// The unit of time in which the plan is charged, such as `month`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// How many of these units lie between two charges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<u64>,
}

/// Something that a plan includes, and that an application can ask for by its slug.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "feature")]
#[non_exhaustive]
pub struct Feature {
    /// The feature's ID.
    pub id: FeatureId,
    /// The feature's name.
    pub name: String,
    /// What the feature is, in words.
    #[serde(default)]
    pub description: Option<String>,
    /// The feature's name in URLs and code.
    pub slug: String,
    /// Where the feature's picture is.
    #[serde(default)]
    pub avatar_url: Option<String>,
}

/// What one kind of unit costs in a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnitPrice {
    /// What is counted, such as `seats`.
    pub name: String,
    /// How many units are sold together, as one block.
    pub block_size: u64,
    /// What a block costs, depending on how many are bought.
    #[serde(default)]
    pub tiers: Vec<UnitPriceTier>,
}

/// What a block of units costs, between two numbers of blocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnitPriceTier {
    /// The first block that costs this.
    pub starts_at_block: u64,
    /// The last block that costs this. `None` where all further ones do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_after_block: Option<u64>,
    /// What each block costs.
    pub fee_per_block: Money,
}

/// How often a subscription item is charged.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PlanPeriod {
    /// Every month.
    Month,
    /// Every year.
    Annual,
    /// A period that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
