//! An API for accounts: problem details, merge patches, custom verbs, `GET` with a body, calls
//! without a credential, times as text.

use clerk_core::{Client, ClientBuilder, Endpoint, Page, Patch, values::Rfc3339};
use serde::Deserialize;

/// Starts a client with the settings that the API needs.
pub fn builder(base_url: &str, token: &str) -> ClientBuilder {
    Client::builder(base_url).bearer(token).header("accept", "application/json, */*+json")
}

/// Gets an account.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = GET, path = "/accounts/{account}", response = Account, errors(404))]
pub struct GetAccount {
    /// The ID of the account.
    pub account: String,
    /// The time at which to read it. Default: now.
    pub at: Option<Rfc3339>,
}

/// Updates an account.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/accounts/{account}",
    body = "application/merge-patch+json",
    response = Account,
    errors(404, 412, 422)
)]
pub struct UpdateAccount {
    /// The ID of the account.
    pub account: String,
    /// The entity tag of the version to update.
    #[endpoint(header = "if-match")]
    pub if_match: Option<String>,
    /// The name of the owner.
    pub owner: Option<String>,
    /// The lowest balance, in cents.
    pub overdraft_limit: Patch<i64>,
    /// The time after which the account is closed.
    pub closes_at: Patch<Rfc3339>,
}

/// Transfers money.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = POST, path = "/transfers", response = Transfer, errors(403, 422))]
pub struct CreateTransfer {
    /// The ID of the account to take the money from.
    pub from: String,
    /// The ID of the account to add the money to.
    pub to: String,
    /// The amount, in cents.
    pub amount: u64,
    /// The time of the transfer. Default: now.
    pub execute_at: Option<Rfc3339>,
}

/// Cancels a transfer that was not executed yet.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = POST,
    path = "/transfers/{name}:cancel",
    response = Transfer,
    errors(404, 409),
    idempotent
)]
pub struct CancelTransfer {
    /// The name of the transfer.
    pub name: String,
}

/// Lists the entries that match a filter, the oldest first.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = GET,
    path = "/entries",
    allow_body,
    response = Page<Entry>,
    pages = offset,
    errors(400)
)]
pub struct ListEntries {
    /// Lists only the entries of these accounts.
    #[endpoint(member)]
    pub accounts: Vec<String>,
    /// Lists only entries that were booked at or after this time.
    #[endpoint(member)]
    pub booked_since: Option<Rfc3339>,
    /// The maximum number of entries on a page.
    pub limit: Option<u32>,
    /// The number of entries before the page.
    pub offset: Option<u64>,
}

/// Gets the state of the service.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = GET, path = "/status", response = Status, public)]
pub struct GetStatus {}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Account {
    /// The ID.
    pub id: String,
    /// The balance, in cents.
    pub balance: i64,
    /// The time after which the account is closed.
    pub closes_at: Option<Rfc3339>,
}

/// A transfer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Transfer {
    /// The name.
    pub name: String,
    /// The time of the transfer.
    pub execute_at: Rfc3339,
}

/// An entry in an account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Entry {
    /// The amount, in cents.
    pub amount: i64,
    /// The time at which it was booked.
    pub booked_at: Rfc3339,
}

/// The state of the service.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Status {
    /// Whether all parts of the service work.
    pub healthy: bool,
}

/// The extension members of the problem `https://ledger.test/problems/out-of-credit`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct OutOfCredit {
    /// The balance, in cents.
    pub balance: i64,
    /// The accounts that could be used instead.
    pub accounts: Vec<String>,
}
