//! Reading ahead, and stopping early.

use std::sync::{Arc, Mutex};

use clerk_core::pages::Pages;
use smol::{
    future::{block_on, poll_once},
    lock::Semaphore,
};

use super::{ListCities, Server};

/// Responds to a request when the test allows it, and keeps a record.
struct Gate {
    server: Server,
    open: Arc<Semaphore>,
    record: Arc<Mutex<Vec<String>>>,
}

impl Gate {
    fn new(open: usize) -> Self {
        let (open, record) = (Arc::new(Semaphore::new(open)), Arc::<Mutex<Vec<String>>>::default());
        let (gate, log) = (open.clone(), record.clone());
        let server = Server::waiting(25, move |request| {
            let offset = request.uri().query().unwrap().split('&').nth(1).unwrap();
            let offset = if offset.starts_with("offset") { offset } else { "offset=0" };
            log.lock().unwrap().push(offset.to_owned());
            let gate = gate.clone();
            async move { gate.acquire().await.forget() }
        });
        Self { server, open, record }
    }

    fn pages(&self) -> Pages<ListCities> {
        self.server.pages(ListCities::new().limit(10))
    }

    /// Returns the events since the last call of this function.
    fn record(&self) -> String {
        self.record.lock().unwrap().drain(..).collect::<Vec<_>>().join(", ")
    }
}

fn record(mut pages: Pages<ListCities>, gate: &Gate) -> String {
    while let Some(page) = block_on(pages.next_page()) {
        let event = format!("{} returned", page.unwrap().len());
        gate.record.lock().unwrap().push(event);
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
    assert_eq!(gate.server.script.in_flight(), 1);
    drop(pages);
    assert_eq!(gate.server.script.in_flight(), 0);
}
