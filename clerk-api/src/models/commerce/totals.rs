//! What a charge is made of.

use serde::{Deserialize, Serialize};

use super::Money;

/// What a charge is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Totals {
    /// Fee and units together, before credits, discounts and tax.
    pub subtotal: Money,
    /// The plan's own fee, without units.
    pub base_fee: Money,
    /// The tax.
    pub tax_total: Money,
    /// What is charged in the end.
    pub grand_total: Money,
    /// What the units, such as seats, come to.
    #[serde(default)]
    pub per_unit_totals: Vec<UnitTotal>,
    /// The credits that lower the charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits: Option<Credits>,
    /// The discounts that lower the charge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discounts: Option<Discounts>,
}

/// What one kind of unit comes to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnitTotal {
    /// What is counted, such as `seats`.
    pub name: String,
    /// How many units are sold together, as one block.
    pub block_size: u64,
    /// What the units come to, tier by tier.
    #[serde(default)]
    pub tiers: Vec<UnitTotalTier>,
}

/// What the units of one tier come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnitTotalTier {
    /// How many units are charged. `None` where they are not limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u64>,
    /// What each block costs.
    pub fee_per_block: Money,
    /// What the tier's units cost together.
    pub total: Money,
}

/// The credits that lower a charge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Credits {
    /// Given for the part of an earlier plan that was paid and not used.
    #[serde(default)]
    pub proration: Option<ProrationCredit>,
    /// Taken from the payer's balance.
    #[serde(default)]
    pub payer: Option<PayerCredit>,
    /// All credits together.
    pub total: Money,
}

/// A credit for the rest of a billing cycle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProrationCredit {
    /// How much is credited.
    pub amount: Money,
    /// How many days of the cycle are left.
    pub cycle_days_remaining: u64,
    /// How many days the cycle has.
    pub cycle_days_total: u64,
    /// Which part of the cycle is left, in percent.
    pub cycle_remaining_percent: f64,
}

/// A credit from the payer's balance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PayerCredit {
    /// What the balance is after the charge.
    pub remaining_balance: Money,
    /// How much is taken from it.
    pub applied_amount: Money,
}

/// The discounts that lower a charge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Discounts {
    /// Given for the part of the billing cycle that is over already.
    #[serde(default)]
    pub proration: Option<ProrationDiscount>,
    /// All discounts together.
    pub total: Money,
}

/// A discount for the part of a billing cycle that is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProrationDiscount {
    /// How much is taken off.
    pub amount: Money,
    /// How many days of the cycle are over.
    pub cycle_days_passed: u64,
    /// How many days the cycle has.
    pub cycle_days_total: u64,
    /// Which part of the cycle is over, in percent.
    pub cycle_passed_percent: f64,
}
