//! Lists and counts of users.
#![allow(deprecated, reason = "deprecated filters are supported")]

use clerk_api::users::{CountUsers, ListUsers, TotalCount, User, UserOrder};
use clerk_core::Timestamp;

use super::super::{
    failures::{disallowed, invalid, unknown},
    lists::{Order, Window, check_filters, contains, count, one_of, signed, sort},
    store::Store,
};
use crate::failure::Outcome;

impl Store {
    pub(crate) fn list_users(&mut self, request: ListUsers) -> Outcome<Vec<User>> {
        let window = Window::new(request.limit, request.offset)?;
        check_users_filter(&request)?;
        let mut users: Vec<_> = self.users.iter().collect();
        sort(&mut users, request.order_by.as_ref(), &orders())?;
        let mut after = 0;
        if let Some(id) = &request.starting_after {
            if request.order_by.as_ref().is_some_and(|order| order.field != UserOrder::CreatedAt) {
                return Err(invalid("order_by", "must be created_at if starting_after is set"));
            }
            if request.offset.is_some_and(|offset| offset > 0) {
                return Err(disallowed("starting_after", "with an offset"));
            }
            let position = users.iter().position(|user| user.id == *id);
            after = position.ok_or_else(|| unknown("starting_after"))? + 1;
        }
        // The cursor's user may no longer match the filters.
        let matching = users.into_iter().skip(after).filter(|user| self.matches(user, &request));
        Ok(window.of(matching).cloned().collect())
    }

    pub(crate) fn count_users(&mut self, request: CountUsers) -> Outcome<TotalCount> {
        let filter = ListUsers {
            email_address: request.email_address,
            phone_number: request.phone_number,
            external_id: request.external_id,
            username: request.username,
            web3_wallet: request.web3_wallet,
            user_id: request.user_id.into_iter().map(String::from).collect(),
            organization_id: request.organization_id,
            query: request.query,
            email_address_query: request.email_address_query,
            phone_number_query: request.phone_number_query,
            username_query: request.username_query,
            name_query: request.name_query,
            banned: request.banned,
            last_active_at_before: request.last_active_at_before,
            last_active_at_after: request.last_active_at_after,
            last_active_at_since: request.last_active_at_since,
            created_at_before: request.created_at_before,
            created_at_after: request.created_at_after,
            last_sign_in_at_before: request.last_sign_in_at_before,
            last_sign_in_at_after: request.last_sign_in_at_after,
            provider: request.provider,
            provider_user_id: request.provider_user_id,
            ..ListUsers::default()
        };
        check_users_filter(&filter)?;
        let mut total = TotalCount::sample();
        total.total_count =
            count(self.users.iter().filter(|user| self.matches(user, &filter)).count());
        Ok(total)
    }

    /// Returns whether a user matches every filter of a list.
    pub(crate) fn matches(&self, user: &User, filter: &ListUsers) -> bool {
        let organizations = self.members.iter().filter(|member| member.user_id == user.id);
        one_of(&filter.email_address, addresses(user))
            && one_of(&filter.phone_number, numbers(user))
            && signed(&filter.external_id, user.external_id.as_deref())
            && one_of(&filter.username, user.username.as_deref())
            && one_of(&filter.web3_wallet, wallets(user))
            && signed(&filter.user_id, [user.id.as_str()])
            && signed(&filter.organization_id, organizations.map(|it| it.organization_id.as_str()))
            && contains(filter.query.as_deref(), everything(user))
            && contains(filter.email_address_query.as_deref(), addresses(user))
            && contains(filter.phone_number_query.as_deref(), numbers(user))
            && contains(filter.username_query.as_deref(), user.username.as_deref())
            && contains(filter.name_query.as_deref(), names(user))
            && filter.banned.is_none_or(|banned| user.banned == Some(banned))
            && between(user.last_active_at, filter.last_active_at_after, filter.last_active_at_before)
            && filter.last_active_at_since.is_none_or(|since| user.last_active_at >= Some(since))
            && between(Some(user.created_at), filter.created_at_after, filter.created_at_before)
            && between(
                user.last_sign_in_at,
                filter.last_sign_in_at_after,
                filter.last_sign_in_at_before,
            )
            // The fake has no external accounts.
            && filter.provider.is_none()
            && filter.provider_user_id.is_empty()
    }
}

fn orders<'a>() -> [Order<&'a User>; 10] {
    [
        ("created_at", |a, b| a.created_at.cmp(&b.created_at)),
        ("updated_at", |a, b| a.updated_at.cmp(&b.updated_at)),
        ("email_address", |a, b| primary_address(a).cmp(&primary_address(b))),
        ("web3wallet", |a, b| wallets(a).next().cmp(&wallets(b).next())),
        ("first_name", |a, b| a.first_name.cmp(&b.first_name)),
        ("last_name", |a, b| a.last_name.cmp(&b.last_name)),
        ("phone_number", |a, b| primary_number(a).cmp(&primary_number(b))),
        ("username", |a, b| a.username.cmp(&b.username)),
        ("last_active_at", |a, b| a.last_active_at.cmp(&b.last_active_at)),
        ("last_sign_in_at", |a, b| a.last_sign_in_at.cmp(&b.last_sign_in_at)),
    ]
}

pub(crate) fn check_users_filter(filter: &ListUsers) -> Outcome<()> {
    check_filters(&[
        ("email_address", &filter.email_address),
        ("phone_number", &filter.phone_number),
        ("external_id", &filter.external_id),
        ("username", &filter.username),
        ("web3_wallet", &filter.web3_wallet),
        ("user_id", &filter.user_id),
        ("organization_id", &filter.organization_id),
        ("provider_user_id", &filter.provider_user_id),
    ])
}

fn between(time: Option<Timestamp>, after: Option<Timestamp>, before: Option<Timestamp>) -> bool {
    after.is_none_or(|after| time.is_some_and(|time| time > after))
        && before.is_none_or(|before| time.is_some_and(|time| time < before))
}

fn everything(user: &User) -> impl Iterator<Item = &str> {
    addresses(user)
        .chain(numbers(user))
        .chain(wallets(user))
        .chain(names(user))
        .chain(user.username.as_deref())
        .chain([user.id.as_str()])
}

fn addresses(user: &User) -> impl Iterator<Item = &str> {
    user.email_addresses.iter().map(|address| address.email_address.as_str())
}

fn numbers(user: &User) -> impl Iterator<Item = &str> {
    user.phone_numbers.iter().map(|number| number.phone_number.as_str())
}

fn wallets(user: &User) -> impl Iterator<Item = &str> {
    user.web3_wallets.iter().map(|wallet| wallet.web3_wallet.as_str())
}

fn names(user: &User) -> impl Iterator<Item = &str> {
    user.first_name.as_deref().into_iter().chain(user.last_name.as_deref())
}

pub(crate) fn primary_address(user: &User) -> Option<&str> {
    user.primary_email_address().map(|address| address.email_address.as_str())
}

pub(crate) fn primary_number(user: &User) -> Option<&str> {
    user.primary_phone_number().map(|number| number.phone_number.as_str())
}
