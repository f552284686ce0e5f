//! The total of a list whose pages do not have it.

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

/// A list whose items another operation counts. [`Pages::with_total`] then adds the total to the
/// pages.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no operation that counts its items",
    label = "has no count",
    note = "a list with a total in its responses has it in `Page::total_count` without `with_total`"
)]
pub trait CountedList: ListEndpoint {
    /// The operation that counts the items.
    type Count: Endpoint;

    /// Returns the request that counts the items that match the filters of this one.
    fn count(&self) -> Self::Count;

    /// Returns the total in the response.
    fn total(response: <Self::Count as Endpoint>::Response) -> u64;
}

/// The source of the total of a list.
pub(super) enum Total<E: ListEndpoint> {
    /// The page has it, if the server sends it.
    OfPage,
    /// It must be asked for.
    Unknown(Start<E>),
    InFlight(Start<E>, ResponseFuture<u64>),
    Known(u64),
}

/// Starts the call that counts the items. The last argument says whether the caller blocks its thread.
type Start<E> = fn(&Client, &E, &mut super::Options<E>, bool) -> ResponseFuture<u64>;

impl<E: CountedList> Pages<E> {
    /// Adds the number of items in the whole list to each page, as
    /// [`total_count`](Page::total_count). It is for lists whose pages have no total. One more call,
    /// of the operation that [counts](CountedList) the items, is sent at the same time as the call
    /// for the first page, with the same options. If it fails, its error is returned before the page,
    /// and asking again sends it again.
    pub fn with_total(mut self) -> Self {
        self.total = Total::Unknown(|client, endpoint, options, blocks| {
            let call = client.send(endpoint.count());
            // The options are for calls that return a page. This one becomes such a call meanwhile.
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
    /// Waits until the total is known, unless it is not asked for. Returns the error if it cannot be
    /// read.
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
