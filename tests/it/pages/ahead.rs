//! Reading ahead, and stopping in between.

use std::sync::{Arc, Mutex};

use clerk_sdk::{
    Bytes, Clerk, HttpTransport, Pages, RequestContext, TransportError, async_trait, http,
    testing::FakeClerk,
};
use smol::{
    future::{block_on, poll_once},
    lock::Semaphore,
};

use super::{ListCities, Server};

/// Answers a request when the test lets it, and keeps a record.
#[derive(Clone, Debug)]
struct Gate {
    fake: FakeClerk,
    open: Arc<Semaphore>,
    record: Arc<Mutex<Vec<String>>>,
}

impl Gate {
    fn new(open: usize) -> Self {
        let open = Arc::new(Semaphore::new(open));
        Self { fake: Server::new(25).fake, open, record: Arc::default() }
    }

    fn pages(&self) -> Pages<ListCities> {
        let clerk = Clerk::builder("sk_test_x").transport(self.clone()).build().unwrap();
        clerk.pages(ListCities::new().limit(10))
    }

    fn note(&self, what: impl Into<String>) {
        self.record.lock().unwrap().push(what.into());
    }

    /// What happened since the last time.
    fn record(&self) -> String {
        self.record.lock().unwrap().drain(..).collect::<Vec<_>>().join(", ")
    }
}

/// Notes when an exchange is dropped before its end.
struct Exchange<'a>(&'a Gate, bool);

impl Drop for Exchange<'_> {
    fn drop(&mut self) {
        if !self.1 {
            self.0.note("dropped");
        }
    }
}

#[async_trait]
impl HttpTransport for Gate {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        _: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let offset = request.uri().query().unwrap().split('&').nth(1).unwrap().to_owned();
        self.note(if offset.starts_with("offset") { offset } else { "offset=0".to_owned() });
        let mut exchange = Exchange(self, false);
        self.open.acquire().await.forget();
        exchange.1 = true;
        Ok(self.fake.answer(request))
    }
}

fn record(mut pages: Pages<ListCities>, gate: &Gate) -> String {
    while let Some(page) = block_on(pages.next_page()) {
        gate.note(format!("{} given", page.unwrap().len()));
    }
    gate.record()
}

#[test]
fn the_next_page_is_asked_for_when_one_is_given() {
    let gate = Gate::new(usize::MAX);
    assert_eq!(
        record(gate.pages(), &gate),
        "offset=0, 10 given, offset=10, 10 given, offset=20, 5 given"
    );
    assert_eq!(
        record(gate.pages().read_ahead(), &gate),
        "offset=0, offset=10, 10 given, offset=20, 10 given, 5 given"
    );
}

#[test]
fn a_page_is_read_while_the_next_is_on_its_way() {
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
fn a_wait_that_is_given_up_is_taken_up_again() {
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
fn dropping_the_pages_stops_the_call() {
    let gate = Gate::new(1);
    let mut pages = gate.pages().read_ahead();
    assert_eq!(block_on(pages.next_page()).unwrap().unwrap().len(), 10);
    assert_eq!(gate.record(), "offset=0, offset=10");
    drop(pages);
    assert_eq!(gate.record(), "dropped");
}
