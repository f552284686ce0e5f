//! The pagination of the list of users.

use clerk_core::pages::{CountedList, ListEndpoint, Next, PageResponse};

use super::{CountUsers, ListUsers, TotalCount, User, UserOrder};

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

/// The responses of the list have no total. [`CountUsers`] counts with the same filters.
impl CountedList for ListUsers {
    type Count = CountUsers;

    #[allow(deprecated, reason = "a filter that is deprecated still applies")]
    fn count(&self) -> CountUsers {
        CountUsers {
            user_id: self.user_id.iter().map(|id| id.as_str().into()).collect(),
            email_address: self.email_address.clone(),
            phone_number: self.phone_number.clone(),
            external_id: self.external_id.clone(),
            username: self.username.clone(),
            web3_wallet: self.web3_wallet.clone(),
            organization_id: self.organization_id.clone(),
            query: self.query.clone(),
            email_address_query: self.email_address_query.clone(),
            phone_number_query: self.phone_number_query.clone(),
            username_query: self.username_query.clone(),
            name_query: self.name_query.clone(),
            banned: self.banned,
            last_active_at_before: self.last_active_at_before,
            last_active_at_after: self.last_active_at_after,
            last_active_at_since: self.last_active_at_since,
            created_at_before: self.created_at_before,
            created_at_after: self.created_at_after,
            last_sign_in_at_before: self.last_sign_in_at_before,
            last_sign_in_at_after: self.last_sign_in_at_after,
            provider: self.provider.clone(),
            provider_user_id: self.provider_user_id.clone(),
        }
    }

    fn total(count: TotalCount) -> u64 {
        count.total_count
    }
}
