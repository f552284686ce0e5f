//! Lists, page by page.

use std::{
    collections::HashSet,
    fmt,
    future::{IntoFuture, poll_fn},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    mem,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use http::Response;

#[cfg(feature = "blocking")]
mod blocking;
mod items;
mod link;
mod list;
mod page;
mod total;

#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use items::Items;
pub use link::Link;
pub use list::{IntoPage, ItemOf, ListEndpoint, Next, PageResponse};
pub use page::Page;
pub use total::CountedList;

use total::Total;

use crate::{
    client::{Call, Client, FullFuture},
    endpoint::Endpoint,
    error::{EncodeError, Error},
    metadata::Metadata,
};

impl Client {
    /// Reads a list page by page, starting with the page that `endpoint` requests. Sends nothing
    /// until you ask for a page.
    pub fn pages<E: ListEndpoint>(&self, mut endpoint: E) -> Pages<E> {
        endpoint.start();
        Pages {
            client: self.clone(),
            endpoint,
            options: Box::new(|call| call),
            reads_ahead: false,
            blocks: false,
            largest: 0,
            read: HashSet::new(),
            state: State::Idle,
            total: Total::OfPage,
        }
    }
}

/// A list, page by page. [`Client::pages`] creates it.
///
/// It is a [`Stream`] of pages. [`items`](Self::items) turns it into a stream of items, and
/// [`next_page`](Self::next_page) works in a loop without a stream library:
///
/// ```
/// use clerk_core::{Client, Endpoint, Error, Page};
///
/// /// Lists the names of all cities.
/// #[derive(Endpoint)]
/// #[endpoint(method = GET, path = "/cities", response = Page<String>, pages = offset)]
/// struct ListCities {
///     /// The most cities on a page.
///     limit: Option<u32>,
///     /// How many cities to skip.
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
/// # The last page
/// The [`ListEndpoint`] decides whether there is a next page. A list read by offset ends
/// - at an empty page, which is not returned,
/// - when it reaches the total of the latest page,
/// - without a total, at a page with fewer items than the request's `limit` and than the largest
///   page before it. A short first page does not end the list, because the server may have lowered
///   the limit.
///
/// If the next page was already read, the list returns an error and ends. Otherwise it would never
/// end.
///
/// # Errors
/// Other errors do not end the list. The next call of `next_page` requests the same page again, so
/// no item is lost or repeated. A loop that continues after every error may never end.
///
/// # Lists that change
/// - A list read by offset counts items. For each item removed before the offset, one is skipped.
///   For each item added before it, one is returned twice.
/// - A list read by cursor continues after the last item. Items that stay in the list are returned
///   once. If the server looks up the cursor's item and it no longer exists, the next page is an
///   error.
///
/// # Memory
/// One page, or two with [`read_ahead`](Self::read_ahead), and 8 bytes for each page that was read.
#[must_use = "nothing is sent until you ask for a page"]
pub struct Pages<E: ListEndpoint> {
    client: Client,
    /// The request for the next page to return.
    endpoint: E,
    /// Sets the options of each call.
    options: Box<Options<E>>,
    reads_ahead: bool,
    /// Whether the caller blocks its thread until a page is read.
    blocks: bool,
    /// The size of the largest page so far.
    largest: u64,
    /// The hashes of the requests whose pages were read.
    read: HashSet<u64>,
    state: State<E>,
    total: Total<E>,
}

type Options<E> =
    dyn FnMut(Call<<E as Endpoint>::Response>) -> Call<<E as Endpoint>::Response> + Send;

type PageResult<E> = Result<Response<<E as Endpoint>::Response>, Error>;

/// The state of the next page.
enum State<E: ListEndpoint> {
    Idle,
    InFlight(FullFuture<E::Response>),
    Ready(PageResult<E>),
    /// The next page was already read.
    Stuck,
    Ended,
}

impl<E: ListEndpoint> Pages<E> {
    /// Sets options for the call of every page, such as a credential, a deadline, or a header.
    ///
    /// ```
    /// # use clerk_core::{client::{Client, Credential}, pages::{ListEndpoint, Pages}};
    /// # use std::time::Duration;
    /// # fn pages<E: ListEndpoint>(client: &Client, endpoint: E, key: Credential) -> Pages<E>
    /// # where E::Response: 'static {
    /// client
    ///     .pages(endpoint)
    ///     .each_call(move |call| call.credential(&key).timeout(Duration::from_secs(5)))
    /// # }
    /// ```
    pub fn each_call(
        mut self,
        mut set: impl FnMut(Call<E::Response>) -> Call<E::Response> + Send + 'static,
    ) -> Self
    where
        E::Response: 'static,
    {
        let mut earlier = self.options;
        self.options = Box::new(move |call| set(earlier(call)));
        self
    }

    /// Requests the next page as soon as a page is returned, and never more than one ahead.
    ///
    /// The call makes progress whenever you ask for a page or an item. In between, it makes
    /// progress only if the transport works in the background, as reqwest, hyper, and isahc do.
    pub fn read_ahead(mut self) -> Self {
        self.reads_ahead = true;
        self
    }

    /// Returns the items one by one.
    pub fn items(self) -> Items<E> {
        Items::new(self)
    }

    /// Returns the pages as an iterator that blocks the thread until the next page is read, like
    /// [`Call::wait`]. For the items, call [`items`](Self::items) first.
    #[cfg(feature = "blocking")]
    pub fn wait(mut self) -> Blocking<Self> {
        self.blocks = true;
        Blocking::new(self)
    }

    /// Returns the next page, or `None` after the last one. Cancellation loses nothing: an
    /// in-flight call continues with the next poll.
    pub async fn next_page(&mut self) -> Option<Result<Page<ItemOf<E>>, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Page<ItemOf<E>>, Error>>> {
        loop {
            self.drive(context);
            match self.poll_total(context) {
                Poll::Ready(None) => {}
                Poll::Ready(Some(error)) => return Poll::Ready(Some(Err(error))),
                Poll::Pending => return Poll::Pending,
            }
            match mem::replace(&mut self.state, State::Idle) {
                State::Ready(Ok(response)) => {
                    self.advance(&response);
                    let page = response.into_body();
                    // Skip an empty page. Another one may follow.
                    if !page.items().is_empty() {
                        self.drive_ahead(context);
                        return Poll::Ready(Some(Ok(self.total.add_to(Page::of(page)))));
                    }
                }
                State::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                State::Stuck => {
                    self.state = State::Ended;
                    return Poll::Ready(Some(Err(stuck(E::METADATA).into())));
                }
                State::Ended => {
                    self.state = State::Ended;
                    return Poll::Ready(None);
                }
                pending => {
                    self.state = pending;
                    return Poll::Pending;
                }
            }
        }
    }

    fn drive_ahead(&mut self, context: &mut Context<'_>) {
        if self.reads_ahead {
            self.drive(context);
        }
    }

    /// Polls the call for the next page.
    fn drive(&mut self, context: &mut Context<'_>) {
        if let State::Idle = self.state {
            let call = (self.options)(self.client.send(&self.endpoint));
            let call = call.blocking(self.blocks).full();
            self.state = State::InFlight(call.into_future());
        }
        if let State::InFlight(response) = &mut self.state {
            if let Poll::Ready(result) = Pin::new(response).poll(context) {
                self.state = State::Ready(result);
            }
        }
    }

    /// Turns the request for this page into the request for the next.
    fn advance(&mut self, response: &Response<E::Response>) {
        self.read.extend(self.hash_of_request());
        let page = PageResponse::new(response, self.largest);
        let next = self.endpoint.advance(&page);
        self.largest = self.largest.max(page.count());
        self.state = match next {
            Next::End => State::Ended,
            Next::Page if self.hash_of_request().is_some_and(|hash| self.read.contains(&hash)) => {
                State::Stuck
            }
            Next::Page => State::Idle,
        };
    }

    /// Returns a hash of the parts of the request that select a page.
    fn hash_of_request(&self) -> Option<u64> {
        let request = self.client.request(&self.endpoint).ok()?;
        let mut hasher = DefaultHasher::new();
        (request.uri(), request.body()).hash(&mut hasher);
        Some(hasher.finish())
    }
}

fn stuck(metadata: &'static Metadata) -> EncodeError {
    let problem = "the next page was already read, so the list would never end";
    EncodeError::for_request(metadata, problem)
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
