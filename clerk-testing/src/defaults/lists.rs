//! Filters, orders and pages, which all lists share.

use std::cmp::Ordering;

use clerk_core::Page;

use super::failures::{form, invalid};
use crate::failure::Outcome;

/// A value of `order_by`, and the comparison that it names.
pub(super) type Order<T> = (&'static str, fn(&T, &T) -> Ordering);

/// The part of a list that a page shows.
#[derive(Clone, Copy)]
pub(super) struct Window {
    limit: usize,
    offset: usize,
}

impl Window {
    /// Checks the `limit` and `offset` of a request.
    pub(super) fn new(limit: Option<u32>, offset: Option<u64>) -> Outcome<Self> {
        let limit = limit.unwrap_or(10);
        if !(1..=500).contains(&limit) {
            return Err(invalid("limit", "must be from 1 to 500"));
        }
        Ok(Self {
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            offset: usize::try_from(offset.unwrap_or(0)).unwrap_or(usize::MAX),
        })
    }

    pub(super) fn of<T>(self, items: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
        items.into_iter().skip(self.offset).take(self.limit)
    }

    /// Returns the page of this window, with each item converted by `show`.
    pub(super) fn page<T, U>(
        self,
        items: Vec<T>,
        show: impl FnMut(T) -> Outcome<U>,
    ) -> Outcome<Page<U>> {
        let total_count = count(items.len());
        let shown = self.of(items).map(show).collect::<Result<_, _>>()?;
        Ok(Page::new(shown, total_count))
    }
}

pub(super) fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

/// Sorts items by `order_by`. Items that compare equal keep the order of their creation, or have it
/// reversed if the order is descending.
pub(super) fn sort<T>(
    items: &mut [T],
    order_by: Option<&impl ToString>,
    orders: &[Order<T>],
) -> Outcome<()> {
    let order_by = order_by.map(ToString::to_string);
    let order_by = order_by.as_deref().unwrap_or("-created_at");
    let (descends, name) = match order_by.strip_prefix('-') {
        Some(name) => (true, name),
        None => (false, order_by.strip_prefix('+').unwrap_or(order_by)),
    };
    let Some((_, compare)) = orders.iter().find(|(known, _)| *known == name) else {
        let names: Vec<_> = orders.iter().map(|(name, _)| *name).collect();
        return Err(invalid("order_by", format!("must be one of {}", names.join(", "))));
    };
    items.sort_by(compare);
    if descends {
        items.reverse();
    }
    Ok(())
}

/// Returns whether `asked` holds one of `values`. An empty `asked` matches everything.
pub(super) fn one_of<'a>(asked: &[String], values: impl IntoIterator<Item = &'a str>) -> bool {
    asked.is_empty() || values.into_iter().any(|value| asked.iter().any(|asked| asked == value))
}

/// Like [`one_of`], for IDs with a `+` prefix, or a `-` prefix to exclude the ID.
pub(super) fn signed<'a>(asked: &[String], values: impl IntoIterator<Item = &'a str>) -> bool {
    let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
    for asked in asked {
        match asked.strip_prefix('-') {
            Some(asked) => unwanted.push(asked),
            None => wanted.push(asked.strip_prefix('+').unwrap_or(asked)),
        }
    }
    let mut found = wanted.is_empty();
    for value in values {
        if unwanted.contains(&value) {
            return false;
        }
        found |= wanted.contains(&value);
    }
    found
}

/// Returns whether one of `values` contains `text`, ignoring case. `None` matches everything.
pub(super) fn contains<'a>(text: Option<&str>, values: impl IntoIterator<Item = &'a str>) -> bool {
    let Some(text) = text.map(str::to_lowercase) else { return true };
    values.into_iter().any(|value| value.to_lowercase().contains(&text))
}

/// Rejects filters with more than 100 values.
pub(super) fn check_filters(filters: &[(&str, &[String])]) -> Outcome<()> {
    match filters.iter().find(|(_, values)| values.len() > 100) {
        None => Ok(()),
        Some((name, _)) => Err(form("form_param_array_size_exceeded", name)
            .message("exceeds maximum size")
            .long_message(format!("{name} should not exceed 100 items."))),
    }
}
