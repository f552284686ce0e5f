//! Operations that list and count users.

use clerk_core::{Endpoint, Timestamp, model};

use super::User;
use crate::{OrderBy, UserId};

/// Lists the users, newest first.
///
/// A user must match all filters that are set. A filter with several values matches any of them. It
/// accepts up to 100 values and ignores unknown ones. For the number of users without the users, use
/// [`CountUsers`]. For both in one call, use `clerk.pages(…).with_total()`.
///
/// There are two ways to page through a long list:
///
/// - [`starting_after`](Self::starting_after) is equally fast for every page. It requires an order
///   by `created_at`, unchanged other parameters, and an `offset` of 0. The last page is the first
///   one that is not full.
/// - [`offset`](Self::offset) works with every order. It gets slower with each page, until the
///   server times out.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users",
    response = Vec<User>,
    errors(400, 401, 422),
    operation = "GetUserList",
    incoming,
)]
pub struct ListUsers {
    /// Only users with one of these email addresses.
    pub email_address: Vec<String>,
    /// Only users with one of these phone numbers.
    pub phone_number: Vec<String>,
    /// Only users with one of these external IDs. A leading `-` excludes the user; a leading `+`,
    /// or none, includes the user.
    pub external_id: Vec<String>,
    /// Only users with one of these usernames.
    pub username: Vec<String>,
    /// Only users with one of these web3 wallet addresses.
    pub web3_wallet: Vec<String>,
    /// Only users with one of these IDs. A leading `-` excludes the user; a leading `+`, or none,
    /// includes the user.
    pub user_id: Vec<String>,
    /// Only members of one of these organizations. A leading `-` excludes the organization's
    /// members; a leading `+`, or none, includes them.
    pub organization_id: Vec<String>,
    /// Only users with an email address, phone number, username, web3 wallet, user ID, first name
    /// or last name that contains this text.
    pub query: Option<String>,
    /// Only users with an email address that contains this text, ignoring case.
    pub email_address_query: Option<String>,
    /// Only users with a phone number that contains this text.
    pub phone_number_query: Option<String>,
    /// Only users whose username contains this text, ignoring case.
    pub username_query: Option<String>,
    /// Only users whose name contains this text, ignoring case.
    pub name_query: Option<String>,
    /// Only banned users if `true`, only other users if `false`.
    pub banned: Option<bool>,
    /// Only users who were last active before this time.
    pub last_active_at_before: Option<Timestamp>,
    /// Only users who were last active after this time.
    pub last_active_at_after: Option<Timestamp>,
    /// Only users who were active at or after this time.
    #[deprecated(note = "use `last_active_at_after`")]
    pub last_active_at_since: Option<Timestamp>,
    /// Only users who were created before this time.
    pub created_at_before: Option<Timestamp>,
    /// Only users who were created after this time.
    pub created_at_after: Option<Timestamp>,
    /// Only users who last signed in before this time.
    pub last_sign_in_at_before: Option<Timestamp>,
    /// Only users who last signed in after this time.
    pub last_sign_in_at_after: Option<Timestamp>,
    /// Only users with an account at this OAuth provider, such as `oauth_google`. Requires
    /// [`provider_user_id`](Self::provider_user_id).
    pub provider: Option<String>,
    /// Only users with one of these user IDs at the [`provider`](Self::provider).
    pub provider_user_id: Vec<String>,
    /// Maximum number of users, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of users to skip. Server default: 0.
    pub offset: Option<u64>,
    /// Only users after this one in the list: the last user of the previous page. Fails with 422 if
    /// the order is not by `created_at`, or together with an `offset`.
    pub starting_after: Option<UserId>,
    /// The sort order. Server default: newest first.
    pub order_by: Option<OrderBy<UserOrder>>,
}

/// Counts the users that [`ListUsers`] lists with the same filters.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/count",
    response = TotalCount,
    errors(422),
    operation = "GetUsersCount",
    incoming,
)]
pub struct CountUsers {
    /// Only users with one of these email addresses.
    pub email_address: Vec<String>,
    /// Only users with one of these phone numbers.
    pub phone_number: Vec<String>,
    /// Only users with one of these external IDs.
    pub external_id: Vec<String>,
    /// Only users with one of these usernames.
    pub username: Vec<String>,
    /// Only users with one of these web3 wallet addresses.
    pub web3_wallet: Vec<String>,
    /// Only users with one of these IDs.
    pub user_id: Vec<UserId>,
    /// Only members of one of these organizations. A leading `-` excludes the organization's
    /// members; a leading `+`, or none, includes them.
    pub organization_id: Vec<String>,
    /// Only users with an email address, phone number, username, web3 wallet, user ID, first name
    /// or last name that contains this text.
    pub query: Option<String>,
    /// Only users with an email address that contains this text, ignoring case.
    pub email_address_query: Option<String>,
    /// Only users with a phone number that contains this text.
    pub phone_number_query: Option<String>,
    /// Only users whose username contains this text, ignoring case.
    pub username_query: Option<String>,
    /// Only users whose name contains this text, ignoring case.
    pub name_query: Option<String>,
    /// Only banned users if `true`, only other users if `false`.
    pub banned: Option<bool>,
    /// Only users who were last active before this time.
    pub last_active_at_before: Option<Timestamp>,
    /// Only users who were last active after this time.
    pub last_active_at_after: Option<Timestamp>,
    /// Only users who were active at or after this time.
    #[deprecated(note = "use `last_active_at_after`")]
    pub last_active_at_since: Option<Timestamp>,
    /// Only users who were created before this time.
    pub created_at_before: Option<Timestamp>,
    /// Only users who were created after this time.
    pub created_at_after: Option<Timestamp>,
    /// Only users who last signed in before this time.
    pub last_sign_in_at_before: Option<Timestamp>,
    /// Only users who last signed in after this time.
    pub last_sign_in_at_after: Option<Timestamp>,
    /// Only users with an account at this OAuth provider, such as `oauth_google`. Requires
    /// [`provider_user_id`](Self::provider_user_id).
    pub provider: Option<String>,
    /// Only users with one of these user IDs at the [`provider`](Self::provider).
    pub provider_user_id: Vec<String>,
}

crate::order::order! {
    /// A sort field for users.
    pub enum UserOrder {
        /// When the user was created.
        CreatedAt,
        /// When the user last changed.
        UpdatedAt,
        /// The email address.
        EmailAddress,
        /// The web3 wallet.
        #[string_enum(rename = "web3wallet")]
        Web3Wallet,
        /// The first name.
        FirstName,
        /// The last name.
        LastName,
        /// The phone number.
        PhoneNumber,
        /// The username.
        Username,
        /// When the user was last active.
        LastActiveAt,
        /// When the user last signed in.
        LastSignInAt,
    }
}

/// The number of users.
#[model("total_count")]
#[derive(Eq)]
pub struct TotalCount {
    /// The number of users.
    pub total_count: u64,
}

crate::models::sample! {
    /// Returns a count of one, for tests. Change its fields as needed.
    TotalCount = {
        "total_count": 1,
    }
}
