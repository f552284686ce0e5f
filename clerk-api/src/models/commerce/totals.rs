//! The parts of a charge.

use clerk_core::model;

use super::Money;

/// The parts of a charge.
#[model]
pub struct Totals {
    /// The sum of fees and units, before credits, discounts and tax.
    pub subtotal: Option<Money>,
    /// The plan's base fee, without units.
    pub base_fee: Option<Money>,
    /// The tax.
    pub tax_total: Option<Money>,
    /// The total that is charged.
    pub grand_total: Money,
    /// The charges for units, such as seats.
    #[serde(default)]
    pub per_unit_totals: Vec<UnitTotal>,
    /// The credits that reduce the charge.
    pub credits: Option<Credits>,
    /// The discounts that reduce the charge.
    pub discounts: Option<Discounts>,
}

/// The charge for one kind of unit.
#[model]
pub struct UnitTotal {
    /// The kind of unit, such as `seats`.
    pub name: String,
    /// Number of units in a block. Units are sold in blocks.
    pub block_size: Option<u64>,
    /// The charges by tier.
    #[serde(default)]
    pub tiers: Vec<UnitTotalTier>,
}

/// The charge for the units of one tier.
#[model]
pub struct UnitTotalTier {
    /// Number of units. `None` if there is no limit.
    pub quantity: Option<u64>,
    /// The price per block.
    pub fee_per_block: Option<Money>,
    /// The total for the tier.
    pub total: Money,
}

/// The credits that reduce a charge.
#[model]
pub struct Credits {
    /// The credit for the unused part of an earlier plan.
    #[lenient(nullable)]
    pub proration: Option<ProrationCredit>,
    /// The credit from the payer's balance.
    #[lenient(nullable)]
    pub payer: Option<PayerCredit>,
    /// The sum of all credits.
    pub total: Money,
}

/// A credit for the rest of a billing cycle.
#[model]
pub struct ProrationCredit {
    /// The amount of the credit.
    pub amount: Money,
    /// Number of days left in the cycle.
    pub cycle_days_remaining: Option<u64>,
    /// Number of days in the cycle.
    pub cycle_days_total: Option<u64>,
    /// The remaining part of the cycle, in percent.
    pub cycle_remaining_percent: Option<f64>,
}

/// A credit from the payer's balance.
#[model]
pub struct PayerCredit {
    /// The balance after the charge.
    pub remaining_balance: Option<Money>,
    /// The amount that is taken from the balance.
    pub applied_amount: Money,
}

/// The discounts that reduce a charge.
#[model]
pub struct Discounts {
    /// The discount for the past part of the billing cycle.
    #[lenient(nullable)]
    pub proration: Option<ProrationDiscount>,
    /// The sum of all discounts.
    pub total: Money,
}

/// A discount for the past part of a billing cycle.
#[model]
pub struct ProrationDiscount {
    /// The amount of the discount.
    pub amount: Money,
    /// Number of days of the cycle that have passed.
    pub cycle_days_passed: Option<u64>,
    /// Number of days in the cycle.
    pub cycle_days_total: Option<u64>,
    /// The past part of the cycle, in percent.
    pub cycle_passed_percent: Option<f64>,
}
