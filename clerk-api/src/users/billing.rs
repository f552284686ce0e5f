//! Subscriptions and credits of users.

use clerk_core::Endpoint;

use crate::UserId;
pub use crate::models::commerce::{
    CreditAdjustment, CreditBalance, CreditLedgerEntry, Subscription,
};

/// Gets the subscription of a user, with one item for each plan.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/{user_id}/billing/subscription",
    response = Subscription,
    errors(400, 401, 403, 404, 422, 500),
    incoming,
)]
pub struct GetUserBillingSubscription {
    /// The user whose subscription to get.
    pub user_id: UserId,
}

/// Gets the credit balance of a user. Credits reduce their next charges.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/{user_id}/billing/credits",
    response = CreditBalance,
    errors(400, 401, 403, 404, 422, 500),
    incoming,
)]
pub struct GetUserBillingCreditBalance {
    /// The user whose credit balance to get.
    pub user_id: UserId,
}

/// Adjusts the credits of a user, and records the adjustment in the ledger.
///
/// A repeated call with the same idempotency key changes nothing and returns the first ledger
/// entry.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/billing/credits",
    response = CreditLedgerEntry,
    errors(400, 401, 403, 404, 409, 422, 500),
    idempotent,
    incoming,
)]
pub struct AdjustUserBillingCreditBalance {
    /// The user whose credits to adjust.
    pub user_id: UserId,
    /// The amount of the adjustment, in cents, greater than 0.
    pub amount: u64,
    /// Whether to add or remove credits.
    pub action: CreditAdjustment,
    /// The currency code. Server default: `USD`.
    pub currency: Option<String>,
    /// An idempotency key that is different for every adjustment.
    pub idempotency_key: String,
    /// A note for the ledger.
    pub note: Option<String>,
}
