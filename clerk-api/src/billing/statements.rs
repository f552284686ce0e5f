//! Statements, and the attempts to pay that they list.

use clerk_core::{Json, Page, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use crate::{
    BillingPaymentAttemptId, BillingPaymentId, BillingStatementId, InstanceId, PayeeId, PayerId,
    PaymentMethodId, SubscriptionItemId,
    models::commerce::{Money, Payer, PaymentMethod, Totals},
};

/// Lists the instance's statements, the newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/billing/statements",
    operation = "GetBillingStatementList",
    response = Page<Statement>,
    errors(400, 401, 422, 500),
    pages = offset,
)]
pub struct ListBillingStatements {
    /// Whether the answer says how many statements there are in all.
    pub paginated: Option<bool>,
    /// How many statements at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many statements to pass over. The server's default is 0.
    pub offset: Option<u64>,
}

/// Gets a statement.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/billing/statements/{statementID}",
    response = Statement,
    errors(400, 401, 404, 422, 500),
)]
pub struct GetBillingStatement {
    /// The statement.
    #[endpoint(rename = "statementID")]
    pub statement_id: BillingStatementId,
}

/// Lists the attempts to pay what a statement asks for, the newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/billing/statements/{statementID}/payment_attempts",
    operation = "GetBillingStatementPaymentAttempts",
    response = Page<PaymentAttempt>,
    errors(400, 401, 404, 422, 500),
    pages = offset,
)]
pub struct ListBillingStatementPaymentAttempts {
    /// The statement.
    #[endpoint(rename = "statementID")]
    pub statement_id: BillingStatementId,
    /// Whether the answer says how many attempts there are in all.
    pub paginated: Option<bool>,
    /// How many attempts at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many attempts to pass over. The server's default is 0.
    pub offset: Option<u64>,
}

/// What a payer was charged in one period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_statement")]
#[non_exhaustive]
pub struct Statement {
    /// The statement's ID.
    pub id: BillingStatementId,
    /// The instance to which the statement belongs.
    pub instance_id: InstanceId,
    /// When the statement was created.
    pub timestamp: Timestamp,
    /// Whoever pays.
    pub payer: Payer,
    /// Whether charges are still added.
    pub status: StatementStatus,
    /// What the charges come to.
    pub totals: StatementTotals,
    /// The charges, day by day.
    #[serde(default)]
    pub groups: Vec<StatementGroup>,
}

/// What the charges of a statement come to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StatementTotals {
    /// All of it.
    pub grand_total: Money,
    /// Fees and units together, before tax.
    pub subtotal: Money,
    /// The plans' own fees, without units.
    pub base_fee: Money,
    /// The tax.
    pub tax_total: Money,
}

/// The charges of one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_statement_group")]
#[non_exhaustive]
pub struct StatementGroup {
    /// The day.
    pub timestamp: Timestamp,
    /// The attempts to pay that were made on it.
    #[serde(default)]
    pub items: Vec<PaymentAttempt>,
}

/// An attempt to charge a payer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "commerce_payment")]
#[non_exhaustive]
pub struct PaymentAttempt {
    /// The attempt's ID.
    pub id: BillingPaymentAttemptId,
    /// The payment that was attempted.
    pub payment_id: BillingPaymentId,
    /// The instance to which the attempt belongs.
    pub instance_id: InstanceId,
    /// What kind of charge it was, such as `recurring`.
    pub charge_type: String,
    /// Whoever is paid.
    pub payee_id: PayeeId,
    /// The payee itself.
    pub payee: Json,
    /// Whoever pays.
    pub payer_id: PayerId,
    /// The payer itself.
    pub payer: Payer,
    /// The item that was charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscription_item_id: Option<SubscriptionItemId>,
    /// The item itself. The API does not say which of its members are there, so it is left to be
    /// read as a [`SubscriptionItem`](super::SubscriptionItem) or as anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscription_item: Option<Json>,
    /// How much was charged.
    pub amount: Money,
    /// What the charge is made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<Totals>,
    /// What was charged.
    pub payment_method_id: PaymentMethodId,
    /// That payment method itself.
    pub payment_method: PaymentMethod,
    /// The statement that lists the attempt.
    pub statement_id: BillingStatementId,
    /// The ID that the attempt has at the gateway.
    #[serde(default)]
    pub gateway_external_id: Option<String>,
    /// Where the gateway shows the attempt.
    #[serde(default)]
    pub gateway_external_url: Option<String>,
    /// How the attempt went.
    pub status: PaymentAttemptStatus,
    /// When the money was paid.
    #[serde(default)]
    pub paid_at: Option<Timestamp>,
    /// When the attempt failed.
    #[serde(default)]
    pub failed_at: Option<Timestamp>,
    /// When the attempt was made.
    pub created_at: Timestamp,
    /// When the attempt last changed.
    pub updated_at: Timestamp,
}

/// Whether charges are still added to a statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum StatementStatus {
    /// They are.
    Open,
    /// They are not.
    Closed,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// How an attempt to charge a payer went.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PaymentAttemptStatus {
    /// It is not decided yet.
    Pending,
    /// The money was paid.
    Paid,
    /// The money was not paid.
    Failed,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
