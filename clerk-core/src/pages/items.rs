//! A list, item by item.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::Stream;

use super::{ItemOf, ListEndpoint, Pages};
use crate::error::Error;

/// A list, item by item. [`Pages::items`] creates it.
///
/// It is a [`Stream`]. [`next_item`](Self::next_item) works in a loop without a stream library. As
/// with [`Pages`], an error loses no item and repeats none.
///
/// ```
/// use clerk_core::{Error, pages::{Items, ListEndpoint}};
///
/// async fn count<E: ListEndpoint>(mut items: Items<E>) -> Result<u64, Error> {
///     let mut count = 0;
///     while let Some(item) = items.next_item().await {
///         item?;
///         count += 1;
///     }
///     Ok(count)
/// }
/// ```
#[must_use = "nothing is sent until you ask for an item"]
pub struct Items<E: ListEndpoint> {
    pages: Pages<E>,
    /// The rest of the latest page.
    page: vec::IntoIter<ItemOf<E>>,
}

impl<E: ListEndpoint> Items<E> {
    pub(super) fn new(pages: Pages<E>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }

    /// Returns the items as an iterator that blocks the thread until the next item is read, like
    /// [`Call::wait`](crate::client::Call::wait).
    #[cfg(feature = "blocking")]
    pub fn wait(mut self) -> super::Blocking<Self> {
        self.pages.blocks = true;
        super::Blocking::new(self)
    }

    /// Returns the next item, or `None` after the last one. Cancellation loses nothing.
    pub async fn next_item(&mut self) -> Option<Result<ItemOf<E>, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<ItemOf<E>, Error>>> {
        loop {
            if let Some(item) = self.page.next() {
                self.pages.drive_ahead(context);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => self.page = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<E: ListEndpoint> Stream for Items<E> {
    type Item = Result<ItemOf<E>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

/// Nothing in it is pinned.
impl<E: ListEndpoint> Unpin for Items<E> {}

impl<E: ListEndpoint> fmt::Debug for Items<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
