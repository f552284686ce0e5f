//! Lists without async code.

use std::{future::poll_fn, pin::Pin};

use futures_core::Stream;

/// The pages or the items of a list, as an iterator that blocks the thread.
/// [`Pages::wait`](super::Pages::wait) and [`Items::wait`](super::Items::wait) create it.
///
/// As with [`Pages`](super::Pages), an error does not end the list, and loses no item. A loop that
/// continues after every error may never end.
///
/// ```
/// use clerk_core::{Client, Error, pages::ListEndpoint};
///
/// fn count<E: ListEndpoint>(client: &Client, endpoint: E) -> Result<u64, Error> {
///     let mut count = 0;
///     for item in client.pages(endpoint).items().wait() {
///         item?;
///         count += 1;
///     }
///     Ok(count)
/// }
/// ```
#[derive(Debug)]
#[must_use = "nothing is sent until the iterator is used"]
pub struct Blocking<S>(S);

impl<S> Blocking<S> {
    pub(super) fn new(list: S) -> Self {
        Self(list)
    }
}

impl<S: Stream + Unpin> Iterator for Blocking<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        pollster::block_on(poll_fn(|context| Pin::new(&mut self.0).poll_next(context)))
    }
}
