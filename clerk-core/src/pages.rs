//! Lists, page by page.

use std::{
    fmt,
    future::{IntoFuture, poll_fn},
    mem,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

use crate::{Call, Client, Endpoint, Error, Page, ResponseFuture};

mod items;
mod list;

pub use items::Items;
pub use list::{IntoPage, ItemOf, ListEndpoint, advance_offset};

impl Client {
    /// Reads a list page by page, from the page that `endpoint` asks for to the last. Nothing is
    /// sent until a page is asked for.
    pub fn pages<E: ListEndpoint>(&self, mut endpoint: E) -> Pages<E> {
        endpoint.start();
        Pages {
            client: self.clone(),
            endpoint,
            prepare: Box::new(|call| call),
            reads_ahead: false,
            largest: 0,
            next: Next::Unasked,
        }
    }
}

/// A list, page by page; made by [`Client::pages`].
///
/// It is a [`Stream`] of pages, [`items`](Self::items) makes a stream of items of it, and
/// [`next_page`](Self::next_page) is for a loop without a library for streams:
///
/// ```
/// use clerk_core::{Client, Endpoint, Error, Page};
///
/// /// Lists the names of all cities.
/// #[derive(Endpoint)]
/// #[endpoint(method = GET, path = "/cities", response = Page<String>, pages = offset)]
/// struct ListCities {
///     /// How many cities a page has at most.
///     limit: Option<u32>,
///     /// How many cities come before the page.
///     offset: Option<u64>,
/// }
///
/// async fn print_cities(client: &Client) -> Result<(), Error> {
///     let mut pages = client.pages(ListCities::new().limit(500));
///     while let Some(page) = pages.next_page().await {
///         for city in page? {
///             println!("{city}");
///         }
///     }
///     Ok(())
/// }
/// ```
///
/// # Where it ends
/// At an empty page, which is not given; where the total that the latest page tells is reached,
/// and be it wrong; and, without a total, at a page that has fewer items than the `limit` of the
/// request and than the largest page before it. So the first page alone is never taken for the
/// whole list because it is short: the server may have lowered the limit.
///
/// # Errors
/// An error does not end the list. What is asked for after it is the same page again, so that
/// nothing is lost and nothing repeated; a loop that goes on after every error tries for ever.
///
/// # Lists that change meanwhile
/// - A list that is read by offset counts items: where some before the offset are removed, others
///   move up and as many are skipped; where some are added before it, as many are given twice.
/// - A list that is read by cursor goes on after the last item given: whatever is in the list
///   throughout is given once. What is added or removed meanwhile is given or not, depending on
///   where it is. The item of the cursor has to be there still where the server looks it up, else
///   the next page is an error.
///
/// # Memory
/// That of one page, or with [`read_ahead`](Self::read_ahead) of two, however long the list is.
#[must_use = "nothing is sent until a page is asked for"]
pub struct Pages<E: ListEndpoint> {
    client: Client,
    /// Asks for the page that has not been given yet.
    endpoint: E,
    /// Sets the options of each call.
    prepare: Box<Prepare<E>>,
    reads_ahead: bool,
    /// The size of the largest page so far.
    largest: u64,
    next: Next<E>,
}

type Prepare<E> =
    dyn FnMut(Call<<E as Endpoint>::Response>) -> Call<<E as Endpoint>::Response> + Send;

/// Where the page that comes next is.
enum Next<E: ListEndpoint> {
    Unasked,
    Asked(ResponseFuture<E::Response>),
    Here(Result<Page<ItemOf<E>>, Error>),
    /// There is none.
    End,
}

impl<E: ListEndpoint> Pages<E> {
    /// Sets options for the call of every page, such as a key, a timeout or a header.
    ///
    /// ```
    /// # use clerk_core::{Client, ListEndpoint, Pages, SecretKey};
    /// # use std::time::Duration;
    /// # fn pages<E: ListEndpoint>(client: &Client, endpoint: E, key: SecretKey) -> Pages<E>
    /// # where E::Response: 'static {
    /// client
    ///     .pages(endpoint)
    ///     .each_call(move |call| call.bearer(&key).timeout(Duration::from_secs(5)))
    /// # }
    /// ```
    pub fn each_call(
        mut self,
        mut options: impl FnMut(Call<E::Response>) -> Call<E::Response> + Send + 'static,
    ) -> Self
    where
        E::Response: 'static,
    {
        let mut prepare = self.prepare;
        self.prepare = Box::new(move |call| options(prepare(call)));
        self
    }

    /// Asks for the next page as soon as one is given, and never for more than that one.
    ///
    /// The call is begun then, and goes on whenever a page or an item is asked for; between these
    /// it goes on as far as the transport does so by itself, as reqwest and isahc do.
    pub fn read_ahead(mut self) -> Self {
        self.reads_ahead = true;
        self
    }

    /// Gives the items one by one.
    pub fn items(self) -> Items<E> {
        Items::new(self)
    }

    /// The next page, or `None` after the last one. Cancellation loses nothing: a call that is
    /// under way goes on with the next poll.
    pub async fn next_page(&mut self) -> Option<Result<Page<ItemOf<E>>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Page<ItemOf<E>>, Error>>> {
        self.drive(context);
        match mem::replace(&mut self.next, Next::Unasked) {
            Next::Here(Ok(page)) if page.is_empty() => {
                self.next = Next::End;
                Poll::Ready(None)
            }
            Next::Here(Ok(page)) => {
                self.advance(&page);
                self.drive_ahead(context);
                Poll::Ready(Some(Ok(page)))
            }
            Next::Here(Err(error)) => Poll::Ready(Some(Err(error))),
            Next::End => {
                self.next = Next::End;
                Poll::Ready(None)
            }
            asked => {
                self.next = asked;
                Poll::Pending
            }
        }
    }

    fn drive_ahead(&mut self, context: &mut Context<'_>) {
        if self.reads_ahead {
            self.drive(context);
        }
    }

    /// Goes on with the next page as far as that is possible now.
    fn drive(&mut self, context: &mut Context<'_>) {
        if let Next::Unasked = self.next {
            let call = (self.prepare)(self.client.send(&self.endpoint));
            self.next = Next::Asked(call.into_future());
        }
        if let Next::Asked(response) = &mut self.next {
            if let Poll::Ready(result) = Pin::new(response).poll(context) {
                self.next = Next::Here(result.map(IntoPage::into_page));
            }
        }
    }

    fn advance(&mut self, page: &Page<ItemOf<E>>) {
        self.endpoint.advance(page);
        let count = list::count(page);
        let is_last = match (page.total_count, self.endpoint.offset()) {
            (Some(total), Some(offset)) => offset >= total,
            _ => count < self.largest && self.endpoint.limit().is_some_and(|limit| count < limit),
        };
        self.largest = self.largest.max(count);
        if is_last {
            self.next = Next::End;
        }
    }
}

impl<E: ListEndpoint> Stream for Pages<E> {
    type Item = Result<Page<ItemOf<E>>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

/// Nothing in it is pinned.
impl<E: ListEndpoint> Unpin for Pages<E> {}

impl<E: ListEndpoint> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &E::METADATA.operation)
            .field("reads_ahead", &self.reads_ahead)
            .finish_non_exhaustive()
    }
}
