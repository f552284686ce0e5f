//! Endpoints that return lists.

use http::{HeaderMap, Response};

use super::{Link, Page};
use crate::endpoint::Endpoint;

/// The type of the items that `E` lists.
pub type ItemOf<E> = <<E as Endpoint>::Response as IntoPage>::Item;

/// An operation that returns a list in pages, for [`Client::pages`](crate::Client::pages).
///
/// `#[endpoint(pages = offset)]` implements it for a list read by `limit` and `offset`. For any
/// other list, implement it by hand. You have the whole response:
///
/// ```
/// use clerk_core::{Endpoint, pages::{IntoPage, ListEndpoint, Next, PageResponse}};
/// # use serde::Deserialize;
///
/// /// Lists events, the latest first.
/// #[derive(Endpoint)]
/// #[endpoint(method = GET, path = "/events", response = Events)]
/// struct ListEvents {
///     /// The cursor of the page.
///     cursor: Option<String>,
/// }
///
/// #[derive(Deserialize)]
/// struct Events {
///     results: Vec<String>,
///     next_cursor: Option<String>,
/// }
///
/// impl IntoPage for Events {
///     type Item = String;
///
///     fn items(&self) -> &[String] {
///         &self.results
///     }
///
///     fn into_items(self) -> Vec<String> {
///         self.results
///     }
/// }
///
/// impl ListEndpoint for ListEvents {
///     fn advance(&mut self, page: &PageResponse<'_, Events>) -> Next {
///         self.cursor = page.body().next_cursor.clone();
///         Next::page_if(self.cursor.is_some())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list that is read page by page",
    label = "has no pages",
    note = "add `pages = offset` to its `#[endpoint(…)]`, or implement `ListEndpoint` for it"
)]
pub trait ListEndpoint: Endpoint<Response: IntoPage> {
    /// Prepares the request for the first page. If the operation can return the list's total,
    /// request it here.
    fn start(&mut self) {}

    /// Turns the request for `page` into the request for the page after it.
    fn advance(&mut self, page: &PageResponse<'_, Self::Response>) -> Next;
}

/// Whether a list has another page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Next {
    /// The request asks for the next page.
    Page,
    /// This page was the last one.
    End,
}

impl Next {
    /// Returns [`Next::Page`] if there is another page.
    pub fn page_if(has_next: bool) -> Self {
        if has_next { Self::Page } else { Self::End }
    }
}

/// A response that is one page of a list.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a page of a list",
    label = "has no items",
    note = "respond with `Page<T>` or `Vec<T>`, or implement `IntoPage` for it"
)]
pub trait IntoPage {
    /// The type of the items.
    type Item;

    /// Returns the items of the page.
    fn items(&self) -> &[Self::Item];

    /// Returns the number of items in the whole list, if the response has it.
    fn total_count(&self) -> Option<u64> {
        None
    }

    /// Returns the items, and drops the rest of the response.
    fn into_items(self) -> Vec<Self::Item>;
}

impl<T> IntoPage for Vec<T> {
    type Item = T;

    fn items(&self) -> &[T] {
        self
    }

    fn into_items(self) -> Self {
        self
    }
}

impl<T> IntoPage for Page<T> {
    type Item = T;

    fn items(&self) -> &[T] {
        &self.data
    }

    fn total_count(&self) -> Option<u64> {
        self.total_count
    }

    fn into_items(self) -> Vec<T> {
        self.data
    }
}

/// The response of the latest page: its items, its other members, and its headers.
#[derive(Debug)]
pub struct PageResponse<'a, R> {
    response: &'a Response<R>,
    /// The size of the largest page before this one.
    largest: u64,
}

impl<'a, R: IntoPage> PageResponse<'a, R> {
    pub(super) fn new(response: &'a Response<R>, largest: u64) -> Self {
        Self { response, largest }
    }

    /// Returns the response.
    #[must_use]
    pub fn body(&self) -> &'a R {
        self.response.body()
    }

    /// Returns the headers of the response.
    #[must_use]
    pub fn headers(&self) -> &'a HeaderMap {
        self.response.headers()
    }

    /// Returns the items of the page.
    #[must_use]
    pub fn items(&self) -> &'a [R::Item] {
        self.body().items()
    }

    /// Returns the link to the next page (`Link` with `rel="next"`, RFC 8288), if there is one.
    #[must_use]
    pub fn next_link(&self) -> Option<Link> {
        Link::find(self.headers(), "next")
    }

    /// Moves `offset` past the items of this page. `limit` is the most items that a page can have,
    /// if the request sets it.
    pub fn advance_offset(&self, offset: &mut Option<u64>, limit: Option<u64>) -> Next {
        let position = offset.unwrap_or(0).saturating_add(self.count());
        *offset = Some(position);
        match self.body().total_count() {
            Some(total) => Next::page_if(self.count() > 0 && position < total),
            None => self.next_unless_short(limit),
        }
    }

    /// Decides for a list without a total and without a link to the next page. It ends at an empty
    /// page, or at one with fewer items than `limit` and than the largest page before it.
    pub fn next_unless_short(&self, limit: Option<u64>) -> Next {
        let count = self.count();
        let is_short = count < self.largest && limit.is_some_and(|limit| count < limit);
        Next::page_if(count > 0 && !is_short)
    }

    pub(super) fn count(&self) -> u64 {
        u64::try_from(self.items().len()).unwrap_or(u64::MAX)
    }
}
