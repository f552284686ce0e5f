//! Attempts to pay.

use clerk_api::{
    BillingPaymentAttemptId, BillingPaymentId, BillingStatementId, InstanceId, PayeeId,
    PaymentSourceId, PlanId, SubscriptionId, SubscriptionItemId,
    models::commerce::{
        Credits, Money, PaymentMethodStatus, PaymentType, PlanPeriod, ProrationCredit,
        SubscriptionItemStatus,
    },
};
use clerk_core::{StringEnum, Timestamp, model};

use super::{Payer, Plan};

/// An attempt to pay.
#[model]
pub struct PaymentAttempt {
    /// The attempt's ID.
    pub id: BillingPaymentAttemptId,
    /// The instance that the attempt belongs to.
    pub instance_id: InstanceId,
    /// The payment that was attempted.
    pub payment_id: BillingPaymentId,
    /// The ID of the invoice.
    pub invoice_id: Option<String>,
    /// The statement that lists the attempt.
    pub statement_id: BillingStatementId,
    /// The attempt's ID at the payment gateway.
    pub gateway_external_id: String,
    /// The attempt's outcome.
    pub status: PaymentAttemptStatus,
    /// When the attempt was created.
    pub created_at: Timestamp,
    /// When the attempt last changed.
    pub updated_at: Timestamp,
    /// When the payment succeeded.
    #[lenient(nullable)]
    pub paid_at: Option<Timestamp>,
    /// When the payment failed.
    #[lenient(nullable)]
    pub failed_at: Option<Timestamp>,
    /// Why the payment failed.
    #[lenient(nullable)]
    pub failed_reason: Option<FailedReason>,
    /// The date of the charge.
    pub billing_date: Timestamp,
    /// The kind of charge.
    pub charge_type: ChargeType,
    /// The payee.
    pub payee: Payee,
    /// The payer.
    pub payer: Payer,
    /// The parts of the charge.
    pub totals: PaymentTotals,
    /// The payment source that was charged.
    pub payment_source: PaymentSource,
    /// The subscription items that were charged.
    #[serde(default)]
    pub subscription_items: Vec<PaymentAttemptItem>,
}

/// The outcome of an attempt to pay.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PaymentAttemptStatus {
    /// The payment is not complete yet.
    Pending,
    /// The payment succeeded.
    Paid,
    /// The payment failed.
    Failed,
    /// An unknown outcome, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The kind of a charge.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum ChargeType {
    /// The first charge, when the payer subscribes.
    Checkout,
    /// The charge of a later period.
    Recurring,
    /// An unknown kind, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Why a payment failed.
#[model]
#[derive(Eq)]
pub struct FailedReason {
    /// The code, such as `card_declined`.
    pub code: String,
    /// The code of the card's issuer, such as `insufficient_funds`.
    pub decline_code: String,
}

/// The payee.
#[model]
#[derive(Eq)]
pub struct Payee {
    /// The payee's ID.
    pub id: PayeeId,
    /// The payment gateway, such as `stripe`.
    pub gateway_type: String,
    /// The payee's ID at the gateway.
    pub gateway_external_id: String,
    /// The payee's status at the gateway, such as `active`.
    pub gateway_status: String,
}

/// The parts of a payment.
#[model]
pub struct PaymentTotals {
    /// The sum before tax.
    pub subtotal: Money,
    /// The tax.
    pub tax_total: Money,
    /// The total that is charged.
    pub grand_total: Money,
    /// The charges for units, such as seats.
    pub per_unit_totals: Option<Vec<UnitTotal>>,
}

/// The charge for one kind of unit. Amounts are in the currency's smallest unit, such as cents.
#[model]
#[derive(Eq)]
pub struct UnitTotal {
    /// The kind of unit, such as `seats`.
    pub name: Option<String>,
    /// The price of a unit.
    pub amount: Option<i64>,
    /// Number of units. `None` if there is no limit.
    pub quantity: Option<u64>,
    /// The price of all units.
    pub total: Option<i64>,
    /// The currency code, such as `USD`.
    pub currency: Option<String>,
}

/// The payment source that was charged.
#[model]
#[derive(Eq)]
pub struct PaymentSource {
    /// The payment source's ID.
    pub id: PaymentSourceId,
    /// The payment gateway, such as `stripe`.
    pub gateway: String,
    /// The payment source's ID at the gateway.
    pub gateway_external_id: String,
    /// The account at the gateway that the payment source belongs to.
    #[lenient(nullable)]
    pub gateway_external_account_id: Option<String>,
    /// The kind of payment source.
    pub payment_method: PaymentType,
    /// Whether the payment source can be charged.
    pub status: PaymentMethodStatus,
    /// The card's brand, such as `visa`.
    #[lenient(nullable)]
    pub card_type: Option<String>,
    /// The last four digits of a card.
    #[lenient(nullable)]
    pub last4: Option<String>,
}

/// A subscription item that was charged.
#[model("commerce_subscription_item")]
pub struct PaymentAttemptItem {
    /// The item's ID.
    pub id: SubscriptionItemId,
    /// The item's status.
    pub status: SubscriptionItemStatus,
    /// When the item was created.
    pub created_at: Option<Timestamp>,
    /// When the item last changed.
    pub updated_at: Option<Timestamp>,
    /// When the charged period starts.
    pub period_start: Timestamp,
    /// When the charged period ends. `None` if it has no end.
    #[lenient(nullable)]
    pub period_end: Option<Timestamp>,
    /// The item's billing period.
    pub interval: Option<PlanPeriod>,
    /// The item's billing period, under the name that some events give it.
    pub plan_period: Option<PlanPeriod>,
    /// The plan's ID.
    #[lenient(nullable)]
    pub plan_id: Option<PlanId>,
    /// The plan.
    #[lenient(nullable)]
    pub plan: Option<Plan>,
    /// The payer.
    pub payer: Option<Payer>,
    /// The subscription that the item belongs to.
    pub subscription_id: Option<SubscriptionId>,
    /// The credit for the rest of an earlier item's period.
    pub credit: Option<ProrationCredit>,
    /// All credits that reduce the charge.
    pub credits: Option<Credits>,
}
