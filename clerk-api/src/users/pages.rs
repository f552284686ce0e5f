//! How the list of users is read page by page.

use clerk_core::{ListEndpoint, advance_offset};

use super::{ListUsers, User};

/// Ordered by `created_at`, as it is where `order_by` is not set, the list goes on after the last
/// user of a page: no user that is there throughout is skipped or given twice. In any other order
/// it goes on by `offset`, since the server takes no cursor then.
impl ListEndpoint for ListUsers {
    fn limit(&self) -> Option<u64> {
        self.limit.map(u64::from)
    }

    fn advance(&mut self, users: &[User]) {
        if self.has_cursor() {
            self.starting_after = users.last().map(|user| user.id.clone());
            self.offset = None;
        } else {
            advance_offset(&mut self.offset, users);
        }
    }
}

impl ListUsers {
    fn has_cursor(&self) -> bool {
        let order = self.order_by.as_deref().unwrap_or("-created_at");
        order.strip_prefix(['+', '-']).unwrap_or(order) == "created_at"
    }
}
