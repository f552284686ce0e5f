//! Discounts on subscription items.

use clerk_core::{Endpoint, StringEnum, Timestamp, model};

use crate::{DiscountId, DiscountRedemptionId, SubscriptionItemId, models::commerce::Money};

/// Applies a discount to a subscription item. It replaces the item's current discount.
///
/// The rules for discounts that payers redeem themselves do not apply here. Fails with 409 if the
/// item already has this discount.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/billing/subscription_items/{subscription_item_id}/discounts",
    response = DiscountRedemption,
    errors(400, 401, 403, 404, 409, 422, 500),
    incoming,
)]
pub struct ApplyBillingSubscriptionItemDiscount {
    /// The item to discount.
    pub subscription_item_id: SubscriptionItemId,
    /// The discount to apply.
    pub discount_id: DiscountId,
}

/// Removes the discount of a subscription item.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/billing/subscription_items/{subscription_item_id}/discounts/{discount_id}",
    response = DiscountRedemption,
    errors(400, 401, 403, 404, 409, 422, 500),
    incoming,
)]
pub struct RemoveBillingSubscriptionItemDiscount {
    /// The item whose discount to remove.
    pub subscription_item_id: SubscriptionItemId,
    /// The discount to remove. It must be the item's current discount.
    pub discount_id: DiscountId,
}

/// A discount that was applied to one subscription item.
#[model("commerce_discount_redemption")]
pub struct DiscountRedemption {
    /// The redemption's ID.
    pub id: DiscountRedemptionId,
    /// The item that has the discount.
    pub subscription_item_id: SubscriptionItemId,
    /// The discount.
    pub discount_id: DiscountId,
    /// The discount's name, as payers see it.
    pub name: Option<String>,
    /// How the item got the discount.
    pub source: Option<DiscountSource>,
    /// The code that the payer entered, if any.
    pub promo_code: Option<String>,
    /// How the discount is calculated, as of the time it was applied.
    pub effect: Option<DiscountEffect>,
    /// The discount, in percent.
    pub percent_off: Option<f64>,
    /// The discount, as a fixed amount.
    pub amount_off: Option<Money>,
    /// The discount on the item's next charge, if known.
    pub amount: Option<Money>,
    /// The number of further periods with the discount. `None` if there is no limit.
    #[lenient(nullable)]
    pub cycles_remaining: Option<u64>,
    /// The number of periods that already had the discount.
    pub cycles_applied: Option<u64>,
    /// The redemption's status.
    pub status: Option<DiscountStatus>,
    /// When the discount was applied.
    pub redeemed_at: Option<Timestamp>,
    /// Who applied the discount, if known.
    #[lenient(nullable)]
    pub redeemed_by: Option<String>,
}

/// How a subscription item got a discount.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum DiscountSource {
    /// From a promotion.
    Promotion,
    /// By hand, or through the API.
    Manual,
    /// From a code that the payer entered.
    PromoCode,
    /// An unknown source, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// How a discount is calculated.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum DiscountEffect {
    /// A percentage of the charge.
    Percentage,
    /// The same amount for every charge.
    FixedAmount,
    /// An unknown effect, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The status of a discount's redemption.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum DiscountStatus {
    /// It reduces the next charge.
    Active,
    /// It was applied to all of its periods.
    Exhausted,
    /// It was removed.
    Removed,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
