//! Statements, and the payment attempts that they list.

use clerk_core::{Endpoint, Json, Page, StringEnum, Timestamp, model};

use crate::{
    BillingPaymentAttemptId, BillingPaymentId, BillingStatementId, InstanceId, PayeeId, PayerId,
    PaymentMethodId, SubscriptionItemId,
    models::commerce::{Money, Payer, PaymentMethod, Totals},
};

/// Lists the instance's statements, newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/billing/statements",
    response = Page<Statement>,
    errors(400, 401, 422, 500),
    operation = "GetBillingStatementList",
    pages = offset,
    incoming,
)]
pub struct ListBillingStatements {
    /// Whether the response includes the total number of statements.
    pub paginated: Option<bool>,
    /// Maximum number of statements, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of statements to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Gets a statement.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/billing/statements/{statementID}",
    response = Statement,
    errors(400, 401, 404, 422, 500),
    incoming,
)]
pub struct GetBillingStatement {
    /// The statement to get.
    #[endpoint(rename = "statementID")]
    pub statement_id: BillingStatementId,
}

/// Lists the payment attempts of a statement, newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/billing/statements/{statementID}/payment_attempts",
    response = Page<PaymentAttempt>,
    errors(400, 401, 404, 422, 500),
    operation = "GetBillingStatementPaymentAttempts",
    pages = offset,
    incoming,
)]
pub struct ListBillingStatementPaymentAttempts {
    /// The statement whose payment attempts to list.
    #[endpoint(rename = "statementID")]
    pub statement_id: BillingStatementId,
    /// Whether the response includes the total number of attempts.
    pub paginated: Option<bool>,
    /// Maximum number of attempts, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of attempts to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// The charges of a payer in one period.
#[model("commerce_statement")]
pub struct Statement {
    /// The statement's ID.
    pub id: BillingStatementId,
    /// The instance that the statement belongs to.
    pub instance_id: Option<InstanceId>,
    /// When the statement was created.
    pub timestamp: Timestamp,
    /// The payer.
    pub payer: Option<Payer>,
    /// Whether charges can still be added.
    pub status: StatementStatus,
    /// The sums of the charges.
    pub totals: Option<StatementTotals>,
    /// The charges, grouped by day.
    #[serde(default)]
    pub groups: Vec<StatementGroup>,
}

/// The sums of a statement's charges.
#[model]
pub struct StatementTotals {
    /// The total.
    pub grand_total: Money,
    /// The sum of fees and units, before tax.
    pub subtotal: Option<Money>,
    /// The base fees of the plans, without units.
    pub base_fee: Option<Money>,
    /// The tax.
    pub tax_total: Option<Money>,
}

/// The charges of one day.
#[model("commerce_statement_group")]
pub struct StatementGroup {
    /// The day.
    pub timestamp: Option<Timestamp>,
    /// The payment attempts of that day.
    #[serde(default)]
    pub items: Vec<PaymentAttempt>,
}

/// An attempt to charge a payer.
#[model("commerce_payment")]
pub struct PaymentAttempt {
    /// The attempt's ID.
    pub id: BillingPaymentAttemptId,
    /// The payment that was attempted.
    pub payment_id: Option<BillingPaymentId>,
    /// The instance that the attempt belongs to.
    pub instance_id: Option<InstanceId>,
    /// The kind of charge, such as `recurring`.
    pub charge_type: Option<String>,
    /// The payee's ID.
    pub payee_id: Option<PayeeId>,
    /// The payee, as JSON.
    pub payee: Option<Json>,
    /// The payer's ID.
    pub payer_id: Option<PayerId>,
    /// The payer.
    pub payer: Option<Payer>,
    /// The ID of the subscription item that was charged.
    pub subscription_item_id: Option<SubscriptionItemId>,
    /// The subscription item that was charged. The API does not specify its members, so it is kept
    /// as JSON. It may deserialize as a [`SubscriptionItem`](super::SubscriptionItem).
    pub subscription_item: Option<Json>,
    /// The amount of the charge.
    pub amount: Money,
    /// The parts of the charge.
    pub totals: Option<Totals>,
    /// The ID of the payment method that was charged.
    pub payment_method_id: Option<PaymentMethodId>,
    /// The payment method that was charged.
    pub payment_method: Option<PaymentMethod>,
    /// The statement that lists the attempt.
    pub statement_id: Option<BillingStatementId>,
    /// The attempt's ID at the payment gateway.
    #[lenient(nullable)]
    pub gateway_external_id: Option<String>,
    /// The URL where the payment gateway shows the attempt.
    #[lenient(nullable)]
    pub gateway_external_url: Option<String>,
    /// The attempt's outcome.
    pub status: PaymentAttemptStatus,
    /// When the payment succeeded.
    #[lenient(nullable)]
    pub paid_at: Option<Timestamp>,
    /// When the attempt failed.
    #[lenient(nullable)]
    pub failed_at: Option<Timestamp>,
    /// When the attempt was made.
    pub created_at: Timestamp,
    /// When the attempt last changed.
    pub updated_at: Option<Timestamp>,
}

/// Whether charges can still be added to a statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum StatementStatus {
    /// Charges can still be added.
    Open,
    /// No more charges are added.
    Closed,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The outcome of a payment attempt.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PaymentAttemptStatus {
    /// The outcome is not known yet.
    Pending,
    /// The payment succeeded.
    Paid,
    /// The payment failed.
    Failed,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
