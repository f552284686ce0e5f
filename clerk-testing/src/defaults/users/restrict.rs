//! Bans and locks of users.

use clerk_api::{
    UserId,
    users::{BanUser, BanUsers, LockUser, UnbanUser, UnbanUsers, UnlockUser, User},
};

use super::super::store::Store;
use crate::failure::{ApiFailure, Outcome};

/// The largest number of users in one bulk operation.
const BULK: usize = 50;

impl Store {
    pub(crate) fn ban_user(&mut self, request: BanUser) -> Outcome<User> {
        let user = self.change(&request.user_id, |user: &mut User| user.banned = Some(true))?;
        self.end_sessions(&user.id)?;
        Ok(user)
    }

    pub(crate) fn unban_user(&mut self, request: UnbanUser) -> Outcome<User> {
        self.change(&request.user_id, |user: &mut User| user.banned = Some(false))
    }

    pub(crate) fn ban_users(&mut self, request: BanUsers) -> Outcome<Vec<User>> {
        self.check_bulk(&request.user_ids)?;
        request.user_ids.into_iter().map(|user_id| self.ban_user(BanUser { user_id })).collect()
    }

    pub(crate) fn unban_users(&mut self, request: UnbanUsers) -> Outcome<Vec<User>> {
        self.check_bulk(&request.user_ids)?;
        request.user_ids.into_iter().map(|user_id| self.unban_user(UnbanUser { user_id })).collect()
    }

    pub(crate) fn lock_user(&mut self, request: LockUser) -> Outcome<User> {
        self.set_lock(&request.user_id, true)
    }

    pub(crate) fn unlock_user(&mut self, request: UnlockUser) -> Outcome<User> {
        self.set_lock(&request.user_id, false)
    }

    fn check_bulk(&self, ids: &[UserId]) -> Outcome<()> {
        if ids.is_empty() {
            return Err(ApiFailure::bad_request("request_body_invalid")
                .message("Request body invalid")
                .long_message("user_ids must name 1 user or more."));
        }
        if ids.len() > BULK {
            return Err(ApiFailure::bad_request("bulk_size_exceeded")
                .message("bulk size exceeded")
                .long_message(format!("user_ids must name {BULK} users or fewer.")));
        }
        ids.iter().try_for_each(|id| self.users.get(id).map(drop))
    }
}
