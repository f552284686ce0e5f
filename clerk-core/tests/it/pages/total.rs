//! Lists whose items are counted by another operation.

use clerk_core::{
    Bytes,
    error::StopReason,
    pages::CountedList,
    transport::{HttpTransport as _, RequestContext, TransportError, TransportErrorKind},
};

use super::*;

/// Counts the roads.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = GET, path = "/roads/count", response = u64)]
pub struct CountRoads {}

impl CountedList for ListRoads {
    type Count = CountRoads;

    fn count(&self) -> CountRoads {
        CountRoads {}
    }

    fn total(count: u64) -> u64 {
        count
    }
}

/// Responds with the list of `server`, and with its count unless the request has a number below
/// `failures`.
fn counting(server: &Server, failures: u32) -> Script {
    let (list, ids) = (server.script.clone(), server.ids.clone());
    let mut counts = 0;
    Script::new(move |request| {
        if !request.uri().path().ends_with("/count") {
            return smol::block_on(list.send(request.clone(), &RequestContext::default()));
        }
        counts += 1;
        if counts <= failures {
            return Err(TransportError::new(TransportErrorKind::Protocol));
        }
        Ok(Response::new(Bytes::from(ids.lock().unwrap().len().to_string())))
    })
}

fn paths(script: &Script) -> Vec<String> {
    script.sent().iter().map(|request| request.uri().path().to_owned()).collect()
}

#[test]
fn each_page_has_the_total_and_it_is_counted_once() {
    let server = Server::new(25);
    let script = counting(&server, 0);
    let mut pages = api::client(&script).pages(ListRoads::new().limit(10)).with_total();
    let mut seen = Vec::new();
    while let Some(page) = smol::block_on(pages.next_page()) {
        let page = page.unwrap();
        seen.push((page.len(), page.total_count));
    }
    assert_eq!(seen, [(10, Some(25)), (10, Some(25)), (5, Some(25)),]);
    let counts = paths(&script).iter().filter(|path| path.ends_with("/count")).count();
    assert_eq!(counts, 1);
    assert!(paths(&script)[..2].iter().any(|path| path.ends_with("/count")), "sent at once");
}

#[test]
fn without_it_nothing_is_counted() {
    let script = counting(&Server::new(25), 0);
    let mut pages = api::client(&script).pages(ListRoads::new().limit(10));
    assert_eq!(smol::block_on(pages.next_page()).unwrap().unwrap().total_count, None);
    assert_eq!(paths(&script), ["/v1/roads"]);
}

#[test]
fn a_count_that_fails_is_sent_again_and_loses_no_page() {
    let server = Server::new(5);
    let script = counting(&server, 2);
    let mut pages = api::client(&script).pages(ListRoads::new().limit(10)).with_total();
    for _ in 0..2 {
        let error = smol::block_on(pages.next_page()).unwrap().unwrap_err();
        assert_eq!(error.operation(), Some("CountRoads"));
        assert_eq!(error.attempts().unwrap().stop(), StopReason::Final);
    }
    let page = smol::block_on(pages.next_page()).unwrap().unwrap();
    assert_eq!((page.len(), page.total_count), (5, Some(5)));
}

#[test]
fn options_apply_to_the_count() {
    let script = counting(&Server::new(5), 0);
    let pages = api::client(&script).pages(ListRoads::new().limit(10)).with_total();
    let items = pages.each_call(|call| call.bearer("other_s3cr3t")).items().wait();
    assert_eq!(items.map(Result::unwrap).count(), 5);
    let sent = script.sent();
    assert!(sent.len() >= 2);
    assert!(sent.iter().all(|request| request.headers()["authorization"] == "Bearer other_s3cr3t"));
}

#[test]
fn the_transport_learns_that_the_reader_of_a_list_blocks_its_thread() {
    let script = counting(&Server::new(5), 0);
    let pages = || api::client(&script).pages(ListRoads::new().limit(10)).with_total();
    assert_eq!(pages().items().wait().count() + pages().wait().count(), 6);
    let sent = script.sent();
    assert!(sent.len() >= 4);
    assert!(sent.iter().all(|request| RequestContext::of(request).blocking));
}
