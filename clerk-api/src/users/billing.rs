//! What users pay for.

use clerk_macros::CatalogueEndpoint as Endpoint;

use crate::UserId;
pub use crate::models::commerce::{
    CreditAdjustment, CreditBalance, CreditLedgerEntry, Subscription,
};

/// Retrieves a user's subscription, with an item for each plan.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/{user_id}/billing/subscription",
    response = Subscription,
    errors(400, 401, 403, 404, 422, 500),
)]
pub struct GetUserBillingSubscription {
    /// Whose subscription it is.
    pub user_id: UserId,
}

/// Retrieves the credit that a user has: it lowers what the next payments take.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/{user_id}/billing/credits",
    response = CreditBalance,
    errors(400, 401, 403, 404, 422, 500),
)]
pub struct GetUserBillingCreditBalance {
    /// Whose credit it is.
    pub user_id: UserId,
}

/// Adds to or takes from the credit that a user has, with an entry in the ledger.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/billing/credits",
    response = CreditLedgerEntry,
    errors(400, 401, 403, 404, 409, 422, 500),
    idempotent,
)]
pub struct AdjustUserBillingCreditBalance {
    /// Whose credit it is.
    pub user_id: UserId,
    /// How much, in cents; more than 0.
    pub amount: u64,
    /// Whether it is added or taken.
    pub action: CreditAdjustment,
    /// The currency's code. The server's default is `USD`.
    pub currency: Option<String>,
    /// A key of the caller's choice that makes repeating safe: a second call with the same key
    /// changes nothing, and answers with the entry of the first.
    pub idempotency_key: String,
    /// What the ledger says of it.
    pub note: Option<String>,
}
