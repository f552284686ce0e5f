//! Payment methods and payment sources.

use clerk_core::{StringEnum, Timestamp, model};

use crate::{PayerId, PaymentMethodId, PaymentSourceId};

/// A payment method, such as a card.
#[model("commerce_payment_method")]
pub struct PaymentMethod {
    /// The payment method's ID.
    pub id: PaymentMethodId,
    /// The payer that the payment method belongs to.
    pub payer_id: Option<PayerId>,
    /// The kind of payment method.
    pub payment_type: Option<PaymentType>,
    /// Whether the payment method is charged by default.
    #[serde(default)]
    pub is_default: bool,
    /// The payment gateway, such as `stripe`.
    pub gateway: Option<String>,
    /// The payment method's ID at the gateway.
    pub gateway_external_id: Option<String>,
    /// The account at the gateway that the payment method belongs to.
    #[lenient(nullable)]
    pub gateway_external_account_id: Option<String>,
    /// The last four digits of a card.
    #[lenient(nullable)]
    pub last4: Option<String>,
    /// Whether the payment method can be charged.
    pub status: PaymentMethodStatus,
    /// The wallet that contains the card, if any.
    pub wallet_type: Option<String>,
    /// The card's brand, such as `visa`.
    #[lenient(nullable)]
    pub card_type: Option<String>,
    /// The last year of the card's validity.
    pub expiry_year: Option<u64>,
    /// The last month of the card's validity, 1 to 12.
    pub expiry_month: Option<u64>,
    /// When the payment method was added.
    pub created_at: Option<Timestamp>,
    /// When the payment method last changed.
    pub updated_at: Option<Timestamp>,
    /// Whether the payer can remove the payment method.
    pub is_removable: Option<bool>,
}

/// A payment source: the older form of a payment method, used in responses to changes of a
/// subscription item.
#[model("commerce_source")]
pub struct PaymentSource {
    /// The payment source's ID.
    pub id: PaymentSourceId,
    /// The payer that the payment source belongs to.
    pub payer_id: Option<PayerId>,
    /// The kind of payment source.
    pub payment_method: Option<PaymentType>,
    /// Whether the payment source is charged by default.
    pub is_default: Option<bool>,
    /// The payment gateway, such as `stripe`.
    pub gateway: Option<String>,
    /// The payment source's ID at the gateway.
    pub gateway_external_id: Option<String>,
    /// The account at the gateway that the payment source belongs to.
    pub gateway_external_account_id: Option<String>,
    /// The last four digits of a card.
    pub last4: Option<String>,
    /// Whether the payment source can be charged.
    pub status: PaymentMethodStatus,
    /// The wallet that contains the card. Empty without a wallet.
    pub wallet_type: Option<String>,
    /// The card's brand, such as `visa`.
    pub card_type: Option<String>,
    /// The last year of the card's validity.
    pub expiry_year: Option<u64>,
    /// The last month of the card's validity, 1 to 12.
    pub expiry_month: Option<u64>,
    /// When the payment source was added.
    pub created_at: Timestamp,
    /// When the payment source last changed.
    pub updated_at: Option<Timestamp>,
    /// Whether the payer can remove the payment source.
    pub is_removable: Option<bool>,
}

/// The kind of a payment method or a payment source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PaymentType {
    /// A card.
    Card,
    /// A card in Stripe's Link.
    Link,
    /// The payer's credits.
    #[string_enum(rename = "payer-credits")]
    PayerCredits,
    /// A card in Apple Pay. Only for payment sources.
    ApplePay,
    /// A card in Google Pay. Only for payment sources.
    GooglePay,
    /// An unknown kind, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Whether a payment method or a payment source can be charged.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PaymentMethodStatus {
    /// Can be charged.
    Active,
    /// No longer known to the gateway.
    Disconnected,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
