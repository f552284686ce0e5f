//! The pagination of the list of users.

use clerk_core::pages::{ListEndpoint, Next, PageResponse};

use super::{ListUsers, User, UserOrder};

/// Ordered by `created_at`, the default, each page continues after the last user of the previous
/// one: users who exist throughout are neither skipped nor listed twice. In any other order the
/// server accepts no cursor, so pages continue by `offset`.
impl ListEndpoint for ListUsers {
    fn advance(&mut self, page: &PageResponse<'_, Vec<User>>) -> Next {
        let limit = self.limit.map(u64::from);
        if !self.has_cursor() {
            return page.advance_offset(&mut self.offset, limit);
        }
        self.starting_after = page.items().last().map(|user| user.id.clone());
        self.offset = None;
        page.next_unless_short(limit)
    }
}

impl ListUsers {
    fn has_cursor(&self) -> bool {
        self.order_by.as_ref().is_none_or(|order| order.field == UserOrder::CreatedAt)
    }
}
