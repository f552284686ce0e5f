//! Finding and counting users.

use clerk_core::Timestamp;
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

use super::User;
use crate::UserId;

/// Lists the users, the newest first.
///
/// A user is listed who fits every filter that is set. A filter that takes several values is fitted
/// by any of them, takes at most 100, and passes over those that nobody has. How many users there
/// are in all is [`CountUsers`]' to say.
///
/// Two ways lead through a long list. `starting_after` costs the same for every page; it needs the
/// order to be by `created_at`, all other parameters to stay as they are, and an `offset` of 0, and
/// the last page is the first that is not full. `offset` works in every order, but becomes slower
/// the further it goes, until the server gives up.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users",
    response = Vec<User>,
    errors(400, 401, 422),
    operation = "GetUserList",
)]
pub struct ListUsers {
    /// Only users with one of these email addresses.
    pub email_address: Vec<String>,
    /// Only users with one of these phone numbers.
    pub phone_number: Vec<String>,
    /// Only users with one of these IDs in the application's own system. A `-` before an ID leaves
    /// its user out instead; a `+` is the same as nothing.
    pub external_id: Vec<String>,
    /// Only users with one of these usernames.
    pub username: Vec<String>,
    /// Only users with one of these addresses of web3 wallets.
    pub web3_wallet: Vec<String>,
    /// Only users with one of these IDs. A `-` before an ID leaves its user out instead; a `+` is
    /// the same as nothing.
    pub user_id: Vec<String>,
    /// Only members of one of these organizations. A `-` before an ID leaves the organization's
    /// members out instead; a `+` is the same as nothing.
    pub organization_id: Vec<String>,
    /// Only users of whom this text is part of an email address, phone number, username, web3
    /// wallet, user ID, first or last name.
    pub query: Option<String>,
    /// Only users with an email address of which this text is part, in capitals or not.
    pub email_address_query: Option<String>,
    /// Only users with a phone number of which this text is part.
    pub phone_number_query: Option<String>,
    /// Only users with a username of which this text is part, in capitals or not.
    pub username_query: Option<String>,
    /// Only users with a name of which this text is part, in capitals or not.
    pub name_query: Option<String>,
    /// Only users who are banned, or only users who are not.
    pub banned: Option<bool>,
    /// Only users who were last active before this moment.
    pub last_active_at_before: Option<Timestamp>,
    /// Only users who were last active after this moment.
    pub last_active_at_after: Option<Timestamp>,
    /// Only users who were active from this moment on.
    #[deprecated(note = "use `last_active_at_after`")]
    pub last_active_at_since: Option<Timestamp>,
    /// Only users who were created before this moment.
    pub created_at_before: Option<Timestamp>,
    /// Only users who were created after this moment.
    pub created_at_after: Option<Timestamp>,
    /// Only users who last signed in before this moment.
    pub last_sign_in_at_before: Option<Timestamp>,
    /// Only users who last signed in after this moment.
    pub last_sign_in_at_after: Option<Timestamp>,
    /// Only users with an account at this OAuth provider, such as `oauth_google`. It goes together
    /// with `provider_user_id`.
    pub provider: Option<String>,
    /// Only users whose accounts have one of these IDs at the `provider`.
    pub provider_user_id: Vec<String>,
    /// How many users at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many users to pass over. The server's default is 0.
    pub offset: Option<u64>,
    /// Only users who come after this one: the last user of the page before. Answers 422 in an
    /// order that is not by `created_at`, and together with an `offset`.
    pub starting_after: Option<UserId>,
    /// The order: `created_at`, `updated_at`, `email_address`, `web3wallet`, `first_name`,
    /// `last_name`, `phone_number`, `username`, `last_active_at` or `last_sign_in_at`, after `-`
    /// for descending. The server's default is `-created_at`.
    pub order_by: Option<String>,
}

/// Counts the users whom [`ListUsers`] would list with the same filters.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/count",
    response = TotalCount,
    errors(422),
    operation = "GetUsersCount",
)]
pub struct CountUsers {
    /// Only users with one of these email addresses.
    pub email_address: Vec<String>,
    /// Only users with one of these phone numbers.
    pub phone_number: Vec<String>,
    /// Only users with one of these IDs in the application's own system.
    pub external_id: Vec<String>,
    /// Only users with one of these usernames.
    pub username: Vec<String>,
    /// Only users with one of these addresses of web3 wallets.
    pub web3_wallet: Vec<String>,
    /// Only users with one of these IDs.
    pub user_id: Vec<UserId>,
    /// Only members of one of these organizations. A `-` before an ID leaves the organization's
    /// members out instead; a `+` is the same as nothing.
    pub organization_id: Vec<String>,
    /// Only users of whom this text is part of an email address, phone number, username, web3
    /// wallet, user ID, first or last name.
    pub query: Option<String>,
    /// Only users with an email address of which this text is part, in capitals or not.
    pub email_address_query: Option<String>,
    /// Only users with a phone number of which this text is part.
    pub phone_number_query: Option<String>,
    /// Only users with a username of which this text is part, in capitals or not.
    pub username_query: Option<String>,
    /// Only users with a name of which this text is part, in capitals or not.
    pub name_query: Option<String>,
    /// Only users who are banned, or only users who are not.
    pub banned: Option<bool>,
    /// Only users who were last active before this moment.
    pub last_active_at_before: Option<Timestamp>,
    /// Only users who were last active after this moment.
    pub last_active_at_after: Option<Timestamp>,
    /// Only users who were active from this moment on.
    #[deprecated(note = "use `last_active_at_after`")]
    pub last_active_at_since: Option<Timestamp>,
    /// Only users who were created before this moment.
    pub created_at_before: Option<Timestamp>,
    /// Only users who were created after this moment.
    pub created_at_after: Option<Timestamp>,
    /// Only users who last signed in before this moment.
    pub last_sign_in_at_before: Option<Timestamp>,
    /// Only users who last signed in after this moment.
    pub last_sign_in_at_after: Option<Timestamp>,
    /// Only users with an account at this OAuth provider, such as `oauth_google`. It goes together
    /// with `provider_user_id`.
    pub provider: Option<String>,
    /// Only users whose accounts have one of these IDs at the `provider`.
    pub provider_user_id: Vec<String>,
}

/// How many there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "total_count")]
#[non_exhaustive]
pub struct TotalCount {
    /// The count.
    pub total_count: u64,
}

#[cfg(feature = "testing")]
impl TotalCount {
    /// A count of one, for tests. Change its fields as the test needs them.
    #[must_use]
    pub fn sample() -> Self {
        Self { total_count: 1 }
    }
}
