//! Keeping users from signing in.

use clerk_macros::CatalogueEndpoint as Endpoint;

use super::User;
use crate::UserId;

/// Bans a user: all sessions end, and no new one begins until the ban is lifted.
///
/// Answers 402 where the plan does not include bans.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/users/{user_id}/ban", response = User, errors(402))]
pub struct BanUser {
    /// The user to ban.
    pub user_id: UserId,
}

/// Lifts the ban of a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/users/{user_id}/unban", response = User, errors(402))]
pub struct UnbanUser {
    /// The user to let in again.
    pub user_id: UserId,
}

/// Bans several users at once, as [`BanUser`] bans one.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/ban",
    response = Vec<User>,
    errors(400, 402),
    operation = "UsersBan",
)]
pub struct BanUsers {
    /// The users to ban, from 1 to 50.
    pub user_ids: Vec<UserId>,
}

/// Lifts the bans of several users at once.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/unban",
    response = Vec<User>,
    errors(400, 402),
    operation = "UsersUnban",
)]
pub struct UnbanUsers {
    /// The users to let in again, from 1 to 50.
    pub user_ids: Vec<UserId>,
}

/// Locks a user, who cannot sign in until the lock expires or is taken off.
///
/// How long a lock lasts is set in the instance's restrictions.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/users/{user_id}/lock", response = User, errors(403))]
pub struct LockUser {
    /// The user to lock.
    pub user_id: UserId,
}

/// Takes the lock off a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/users/{user_id}/unlock", response = User, errors(403))]
pub struct UnlockUser {
    /// The user to unlock.
    pub user_id: UserId,
}
