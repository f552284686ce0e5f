//! Discounts on subscription items.

use clerk_core::Timestamp;
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use crate::{DiscountId, DiscountRedemptionId, SubscriptionItemId, models::commerce::Money};

/// Applies a discount to a subscription item, in place of the one that it has.
///
/// The rules by which payers may take the discount themselves do not count here. It answers 409
/// where the item has this discount already.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/billing/subscription_items/{subscription_item_id}/discounts",
    response = DiscountRedemption,
    errors(400, 401, 403, 404, 409, 422, 500),
)]
pub struct ApplyBillingSubscriptionItemDiscount {
    /// The item that gets the discount.
    pub subscription_item_id: SubscriptionItemId,
    /// The discount.
    pub discount_id: DiscountId,
}

/// Removes the discount that a subscription item has.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/billing/subscription_items/{subscription_item_id}/discounts/{discount_id}",
    response = DiscountRedemption,
    errors(400, 401, 403, 404, 409, 422, 500),
)]
pub struct RemoveBillingSubscriptionItemDiscount {
    /// The item that loses the discount.
    pub subscription_item_id: SubscriptionItemId,
    /// The discount, which has to be the one that the item has now.
    pub discount_id: DiscountId,
}

/// A discount as it was applied to one subscription item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_discount_redemption")]
#[non_exhaustive]
pub struct DiscountRedemption {
    /// The redemption's ID.
    pub id: DiscountRedemptionId,
    /// The item that has the discount.
    pub subscription_item_id: SubscriptionItemId,
    /// The discount.
    pub discount_id: DiscountId,
    /// The discount's name, as payers see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How the discount came to the item.
    pub source: DiscountSource,
    /// The code with which the payer took it, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promo_code: Option<String>,
    /// How the discount is reckoned, as it was when it was applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<DiscountEffect>,
    /// How much is taken off, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent_off: Option<f64>,
    /// How much is taken off, as a fixed amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_off: Option<Money>,
    /// How much is taken off the item's next charge, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// To how many more periods it applies. `None` where it has no end.
    #[serde(default)]
    pub cycles_remaining: Option<u32>,
    /// To how many periods it was applied already.
    pub cycles_applied: u32,
    /// Where the redemption stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<DiscountStatus>,
    /// When it was applied.
    pub redeemed_at: Timestamp,
    /// Who applied it, where that is known.
    #[serde(default)]
    pub redeemed_by: Option<String>,
}

/// How a discount came to a subscription item.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum DiscountSource {
    /// A promotion gave it.
    Promotion,
    /// It was applied by hand, or through the API.
    Manual,
    /// The payer entered a code.
    PromoCode,
    /// A source that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// How a discount is reckoned.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum DiscountEffect {
    /// As a part of the charge.
    Percentage,
    /// As the same amount each time.
    FixedAmount,
    /// A way that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Where the redemption of a discount stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum DiscountStatus {
    /// It lowers the next charge.
    Active,
    /// It was applied to as many periods as it has.
    Exhausted,
    /// It was removed.
    Removed,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
