//! Bans and locks, which prevent users from signing in.

use clerk_core::Endpoint;

use super::User;
use crate::UserId;

/// Bans a user: ends all sessions, and prevents new ones until the user is unbanned.
///
/// Fails with 402 if the plan does not include bans.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/users/{user_id}/ban", response = User, errors(402), incoming)]
pub struct BanUser {
    /// The user to ban.
    pub user_id: UserId,
}

/// Unbans a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/users/{user_id}/unban", response = User, errors(402), incoming)]
pub struct UnbanUser {
    /// The user to unban.
    pub user_id: UserId,
}

/// Bans several users in one call. Each ban works as in [`BanUser`].
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/ban",
    response = Vec<User>,
    errors(400, 402),
    operation = "UsersBan",
    incoming,
)]
pub struct BanUsers {
    /// The users to ban, 1 to 50.
    pub user_ids: Vec<UserId>,
}

/// Unbans several users in one call.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/unban",
    response = Vec<User>,
    errors(400, 402),
    operation = "UsersUnban",
    incoming,
)]
pub struct UnbanUsers {
    /// The users to unban, 1 to 50.
    pub user_ids: Vec<UserId>,
}

/// Locks a user, who cannot sign in until the lock expires or the user is unlocked.
///
/// The instance's restrictions define how long a lock lasts.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/users/{user_id}/lock", response = User, errors(403), incoming)]
pub struct LockUser {
    /// The user to lock.
    pub user_id: UserId,
}

/// Unlocks a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/users/{user_id}/unlock", response = User, errors(403), incoming)]
pub struct UnlockUser {
    /// The user to unlock.
    pub user_id: UserId,
}
