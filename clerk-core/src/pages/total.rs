//! The total of a list whose pages have none.

use std::{
    future::IntoFuture as _,
    pin::Pin,
    task::{Context, Poll},
};

use super::{ListEndpoint, Page, Pages};
use crate::{
    client::{Client, ResponseFuture},
    endpoint::Endpoint,
    error::{DecodeError, Error},
};

/// A list whose items are counted by another operation. [`Pages::with_total`] adds that total to
/// the pages.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no operation that counts its items",
    label = "has no count",
    note = "a list with a total in its responses has it in `Page::total_count` without `with_total`"
)]
pub trait CountedList: ListEndpoint {
    /// The operation that counts the items.
    type Count: Endpoint;

    /// Returns the request that counts the items with the same filters.
    fn count(&self) -> Self::Count;

    /// Returns the total in the response.
    fn total(response: <Self::Count as Endpoint>::Response) -> u64;
}

/// The source of the total of a list.
pub(super) enum Total<E: ListEndpoint> {
    /// The page has it, if the server sends it.
    OfPage,
    /// Another operation must count the items.
    Unknown(Start<E>),
    InFlight(Start<E>, ResponseFuture<u64>),
    Known(u64),
}

/// Starts the call that counts the items. The last argument says whether the caller blocks its thread.
type Start<E> = fn(&Client, &E, &mut super::Options<E>, bool) -> ResponseFuture<u64>;

impl<E: CountedList> Pages<E> {
    /// Adds the number of items in the whole list to each page, as
    /// [`total_count`](Page::total_count), for lists whose pages have no total. Sends one more
    /// call, of the operation that [counts](CountedList) the items, along with the call for the
    /// first page and with the same options. If that call fails, its error is returned before the
    /// page, and the next attempt to read the page sends it again.
    pub fn with_total(mut self) -> Self {
        self.total = Total::Unknown(|client, endpoint, options, blocks| {
            let call = client.send(endpoint.count());
            // The options apply to calls that return a page, so this call becomes one temporarily.
            let call = options(call.decoded_by(|_, response| E::decode(response)));
            let call = call.blocking(blocks);
            call.decoded_by(|_, response| -> Result<u64, DecodeError> {
                E::Count::decode(response).map(E::total)
            })
            .into_future()
        });
        self
    }
}

impl<E: ListEndpoint> Pages<E> {
    /// Waits for the total, if it was requested. Returns the error of the call.
    pub(super) fn poll_total(&mut self, context: &mut Context<'_>) -> Poll<Option<Error>> {
        if let Total::Unknown(start) = self.total {
            let call = start(&self.client, &self.endpoint, &mut *self.options, self.blocks);
            self.total = Total::InFlight(start, call);
        }
        let Total::InFlight(start, call) = &mut self.total else { return Poll::Ready(None) };
        let start = *start;
        Pin::new(call).poll(context).map(|total| match total {
            Ok(total) => {
                self.total = Total::Known(total);
                None
            }
            Err(error) => {
                self.total = Total::Unknown(start);
                Some(error)
            }
        })
    }
}

impl<E: ListEndpoint> Total<E> {
    pub(super) fn add_to<T>(&self, mut page: Page<T>) -> Page<T> {
        if let Self::Known(total) = self {
            page.total_count = Some(*total);
        }
        page
    }
}
