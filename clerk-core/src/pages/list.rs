//! What makes an endpoint a list, and an answer a page of it.

use crate::{Endpoint, Page};

/// An item of the list that `E` reads.
pub type ItemOf<E> = <<E as Endpoint>::Response as IntoPage>::Item;

/// An operation that gives a list in pages, for [`Client::pages`](crate::Client::pages).
///
/// `#[endpoint(pages = offset)]` writes it for a list that is read by `limit` and `offset`. By
/// hand it is for everything else, such as a list whose next page begins after the last item that
/// was seen:
///
/// ```
/// use clerk_core::{Endpoint, ListEndpoint};
/// # use serde::Deserialize;
///
/// /// What happened, the latest first.
/// #[derive(Endpoint)]
/// #[endpoint(method = GET, path = "/events", response = Vec<Event>)]
/// struct ListEvents {
///     /// How many events a page has at most.
///     limit: Option<u32>,
///     /// The event that comes before the page.
///     starting_after: Option<String>,
/// }
///
/// #[derive(Deserialize)]
/// struct Event {
///     id: String,
/// }
///
/// impl ListEndpoint for ListEvents {
///     fn limit(&self) -> Option<u64> {
///         self.limit.map(u64::from)
///     }
///
///     fn advance(&mut self, events: &[Event]) {
///         self.starting_after = events.last().map(|event| event.id.clone());
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list that is read page by page",
    label = "has no pages",
    note = "add `pages = offset` to its `#[endpoint(…)]`, or implement `ListEndpoint` for it"
)]
pub trait ListEndpoint: Endpoint<Response: IntoPage> {
    /// Called once, before the first page is asked for. Where the operation can give its list with
    /// a total, this is where it is asked to.
    fn start(&mut self) {}

    /// How many items a full page has, where the caller said so.
    fn limit(&self) -> Option<u64>;

    /// How many items of the list come before the page that this asks for, where that is what the
    /// request says. With a total from the server it tells where the list ends.
    fn offset(&self) -> Option<u64> {
        None
    }

    /// Turns the request for one page into the request for the next. `items` is what the page
    /// brought, at least one item.
    fn advance(&mut self, items: &[ItemOf<Self>]);
}

/// An answer that is one page of a list.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no page of a list",
    label = "has no items",
    note = "answer with `Page<T>` or `Vec<T>`, or implement `IntoPage` for it"
)]
pub trait IntoPage {
    /// What the list consists of.
    type Item;

    /// Gives the items, and how many the whole list has where the answer says so.
    fn into_page(self) -> Page<Self::Item>;
}

impl<T> IntoPage for Vec<T> {
    type Item = T;

    fn into_page(self) -> Page<T> {
        self.into()
    }
}

impl<T> IntoPage for Page<T> {
    type Item = T;

    fn into_page(self) -> Self {
        self
    }
}

/// Moves an offset past the items of a page.
pub fn advance_offset<T>(offset: &mut Option<u64>, items: &[T]) {
    let count = count(items);
    *offset = Some(offset.map_or(count, |offset| offset.saturating_add(count)));
}

pub(super) fn count<T>(items: &[T]) -> u64 {
    u64::try_from(items.len()).unwrap_or(u64::MAX)
}
