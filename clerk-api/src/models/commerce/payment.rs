//! What payers pay with.

use clerk_core::Timestamp;
use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};

use crate::{PayerId, PaymentMethodId, PaymentSourceId};

/// What a payer pays with, such as a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_payment_method")]
#[non_exhaustive]
pub struct PaymentMethod {
    /// The payment method's ID.
    pub id: PaymentMethodId,
    /// The payer to whom it belongs.
    pub payer_id: PayerId,
    /// Its kind.
    pub payment_type: PaymentType,
    /// Whether it is charged where none is named.
    #[serde(default)]
    pub is_default: bool,
    /// The gateway that charges it, such as `stripe`.
    pub gateway: String,
    /// The ID that it has at the gateway.
    pub gateway_external_id: String,
    /// The account at the gateway to which it belongs.
    #[serde(default)]
    pub gateway_external_account_id: Option<String>,
    /// The last four digits of a card.
    #[serde(default)]
    pub last4: Option<String>,
    /// Whether it can be charged.
    pub status: PaymentMethodStatus,
    /// The wallet that holds the card, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wallet_type: Option<String>,
    /// The card's brand, such as `visa`.
    #[serde(default)]
    pub card_type: Option<String>,
    /// The last year in which the card is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry_year: Option<u32>,
    /// The last month in which the card is valid, from 1 to 12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry_month: Option<u32>,
    /// When it was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// Whether the payer can take it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_removable: Option<bool>,
}

/// What a payer pays with, in the form in which changes of a subscription item still give it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_source")]
#[non_exhaustive]
pub struct PaymentSource {
    /// The payment source's ID.
    pub id: PaymentSourceId,
    /// The payer to whom it belongs.
    pub payer_id: PayerId,
    /// Its kind.
    pub payment_method: PaymentType,
    /// Whether it is charged where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
    /// The gateway that charges it, such as `stripe`.
    pub gateway: String,
    /// The ID that it has at the gateway.
    pub gateway_external_id: String,
    /// The account at the gateway to which it belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway_external_account_id: Option<String>,
    /// The last four digits of a card.
    pub last4: String,
    /// Whether it can be charged.
    pub status: PaymentMethodStatus,
    /// The wallet that holds the card; empty where none does.
    pub wallet_type: String,
    /// The card's brand, such as `visa`.
    pub card_type: String,
    /// The last year in which the card is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry_year: Option<u32>,
    /// The last month in which the card is valid, from 1 to 12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry_month: Option<u32>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Whether the payer can take it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_removable: Option<bool>,
}

/// The kind of a payment method or a payment source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PaymentType {
    /// A card.
    Card,
    /// A card that Stripe's Link keeps.
    Link,
    /// The payer's credits.
    #[string_enum(rename = "payer-credits")]
    PayerCredits,
    /// A card in Apple Pay. Payment sources only.
    ApplePay,
    /// A card in Google Pay. Payment sources only.
    GooglePay,
    /// A kind that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Whether a payment method or a payment source can be charged.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PaymentMethodStatus {
    /// It can be charged.
    Active,
    /// The gateway does not know it any more.
    Disconnected,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
