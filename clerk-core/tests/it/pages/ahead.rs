//! Reading ahead, and stopping early.

use std::sync::{Arc, Mutex};

use clerk_core::{
    Bytes, http,
    pages::Pages,
    transport::{HttpTransport, RequestContext, TransportError, async_trait},
};
use smol::{
    future::{block_on, poll_once},
    lock::Semaphore,
};

use super::{ListCities, Server};
use crate::{api, script::Script};

/// Responds to a request when the test allows it, and keeps a record.
#[derive(Clone, Debug)]
struct Gate {
    script: Script,
    open: Arc<Semaphore>,
    record: Arc<Mutex<Vec<String>>>,
}

impl Gate {
    fn new(open: usize) -> Self {
        let open = Arc::new(Semaphore::new(open));
        Self { script: Server::new(25).script, open, record: Arc::default() }
    }

    fn pages(&self) -> Pages<ListCities> {
        let client = api::builder(self.clone()).build().unwrap();
        client.pages(ListCities::new().limit(10))
    }

    fn note(&self, event: impl Into<String>) {
        self.record.lock().unwrap().push(event.into());
    }

    /// Returns the events since the last call of this function.
    fn record(&self) -> String {
        self.record.lock().unwrap().drain(..).collect::<Vec<_>>().join(", ")
    }
}

/// Records whether an exchange is dropped before its end.
struct Exchange<'a> {
    gate: &'a Gate,
    is_over: bool,
}

impl Drop for Exchange<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.gate.note("dropped");
        }
    }
}

#[async_trait]
impl HttpTransport for Gate {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let offset = request.uri().query().unwrap().split('&').nth(1).unwrap().to_owned();
        self.note(if offset.starts_with("offset") { offset } else { "offset=0".to_owned() });
        let mut exchange = Exchange { gate: self, is_over: false };
        self.open.acquire().await.forget();
        exchange.is_over = true;
        self.script.send(request, context).await
    }
}

fn record(mut pages: Pages<ListCities>, gate: &Gate) -> String {
    while let Some(page) = block_on(pages.next_page()) {
        gate.note(format!("{} returned", page.unwrap().len()));
    }
    gate.record()
}

#[test]
fn read_ahead_requests_a_page_before_it_returns_the_one_before() {
    let gate = Gate::new(usize::MAX);
    assert_eq!(
        record(gate.pages(), &gate),
        "offset=0, 10 returned, offset=10, 10 returned, offset=20, 5 returned"
    );
    assert_eq!(
        record(gate.pages().read_ahead(), &gate),
        "offset=0, offset=10, 10 returned, offset=20, 10 returned, 5 returned"
    );
}

#[test]
fn items_can_be_read_while_the_next_page_is_in_flight() {
    let gate = Gate::new(1);
    let mut items = gate.pages().read_ahead().items();
    for id in 0..10 {
        assert_eq!(block_on(items.next_item()).unwrap().unwrap().id, id);
    }
    assert_eq!(gate.record(), "offset=0, offset=10");
    assert!(block_on(poll_once(items.next_item())).is_none());
    gate.open.add_permits(1);
    assert_eq!(block_on(items.next_item()).unwrap().unwrap().id, 10);
    assert_eq!(gate.record(), "offset=20");
}

#[test]
fn a_page_that_was_polled_once_continues_with_the_same_request() {
    let gate = Gate::new(0);
    let mut pages = gate.pages();
    for _ in 0..3 {
        assert!(block_on(poll_once(pages.next_page())).is_none());
    }
    gate.open.add_permits(1);
    assert_eq!(block_on(pages.next_page()).unwrap().unwrap().len(), 10);
    assert_eq!(gate.record(), "offset=0");
}

#[test]
fn dropping_pages_stops_the_request_in_flight() {
    let gate = Gate::new(1);
    let mut pages = gate.pages().read_ahead();
    assert_eq!(block_on(pages.next_page()).unwrap().unwrap().len(), 10);
    assert_eq!(gate.record(), "offset=0, offset=10");
    drop(pages);
    assert_eq!(gate.record(), "dropped");
}
