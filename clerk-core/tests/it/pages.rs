//! Lists, page by page and item by item.

use std::{
    future::ready,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use clerk_core::{
    Bytes, Endpoint, Page,
    client::Credential,
    http::{Request, Response, StatusCode},
    incoming::{IncomingEndpoint, RequestDecoder},
    pages::{IntoPage, ListEndpoint, Next, PageResponse, Pages},
    transport::RequestContext,
};
use clerk_testing::{Reply, Script};
use serde::{Deserialize, Serialize};
use smol::stream::StreamExt as _;

use crate::api;

mod ahead;
mod changes;
mod ends;
mod errors;
mod many;
mod total;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct City {
    id: u64,
}

/// A list read by offset, with or without a total.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = GET, path = "/cities", response = Page<City>, pages = offset, incoming)]
struct ListCities {
    limit: Option<u32>,
    offset: Option<u64>,
    paginated: Option<bool>,
}

/// A list read by cursor.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = GET, path = "/roads", response = Vec<City>, incoming)]
struct ListRoads {
    limit: Option<u32>,
    starting_after: Option<u64>,
}

impl ListEndpoint for ListRoads {
    fn advance(&mut self, page: &PageResponse<'_, Vec<City>>) -> Next {
        self.starting_after = page.items().last().map(|road| road.id);
        page.next_unless_short(self.limit.map(u64::from))
    }
}

/// A server with one list, in ascending order. A test can change the list while it is read.
#[derive(Clone)]
struct Server {
    script: Script,
    ids: Arc<Mutex<Vec<u64>>>,
    /// How many of the next requests for cities fail.
    failures: Arc<AtomicU32>,
}

impl Server {
    /// Creates a server with the IDs from 0 up to `count`, which returns the total.
    fn new(count: u64) -> Self {
        Self::with_total(count, Some)
    }

    /// Creates a server that calls `wait` for each request, and waits for the result.
    fn waiting<F>(count: u64, wait: impl Fn(&Request<Bytes>) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self::with(count, Some, wait)
    }

    /// Creates a server that returns the result of `total` as the total. A page has at most 20
    /// items, and 10 if the request has no limit.
    fn with_total(count: u64, total: fn(u64) -> Option<u64>) -> Self {
        Self::with(count, total, |_| ready(()))
    }

    fn with<F>(
        count: u64,
        total: fn(u64) -> Option<u64>,
        wait: impl Fn(&Request<Bytes>) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let ids = Arc::new(Mutex::new((0..count).collect::<Vec<_>>()));
        let failures = Arc::<AtomicU32>::default();
        let (cities, roads, failing) = (ids.clone(), ids.clone(), failures.clone());
        let list_cities = move |list: ListCities| {
            let less = |left: u32| left.checked_sub(1);
            if failing.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok() {
                return None;
            }
            let ids = cities.lock().unwrap();
            let offset = usize::try_from(list.offset.unwrap_or(0)).unwrap();
            let mut page = Page::from(page(ids.iter().skip(offset), list.limit));
            page.total_count = total(u64::try_from(ids.len()).unwrap());
            Some(page)
        };
        let list_roads = move |list: ListRoads| {
            let ids = roads.lock().unwrap();
            let after = ids.iter().filter(|id| list.starting_after.is_none_or(|x| **id > x));
            Some(page(after, list.limit))
        };
        let script = Script::new(move |request| {
            let response = respond(request, &list_cities).or_else(|| respond(request, &list_roads));
            Reply::from(response.expect("a request for one of the lists")).after(wait(request))
        });
        Self { script, ids, failures }
    }

    fn pages<E: ListEndpoint>(&self, endpoint: E) -> Pages<E> {
        api::client(&self.script).pages(endpoint)
    }

    fn change(&self, change: impl FnOnce(&mut Vec<u64>)) {
        change(&mut self.ids.lock().unwrap());
    }

    /// Returns the queries of all requests, without the limit.
    fn queries(&self) -> Vec<String> {
        let requests = self.script.sent();
        let parts = requests.iter().map(|request| request.uri().query().unwrap_or("").split('&'));
        parts
            .map(|parts| parts.filter(|part| !part.starts_with("limit=")).collect::<Vec<_>>())
            .map(|parts| parts.join("&"))
            .collect()
    }
}

/// Returns the response of `handler`, or 502 if it returns `None`. `None` if the path is another.
fn respond<E: IncomingEndpoint>(
    request: &Request<Bytes>,
    handler: impl Fn(E) -> Option<E::Response>,
) -> Option<Response<Bytes>> {
    let mut decoder = RequestDecoder::new(E::METADATA, request, "/v1")?;
    Some(match handler(E::decode_request(&mut decoder).unwrap()) {
        Some(response) => E::encode_response(&response).unwrap(),
        None => {
            let response = Response::builder().status(StatusCode::BAD_GATEWAY);
            response.body(Bytes::new()).unwrap()
        }
    })
}

fn page<'a>(ids: impl Iterator<Item = &'a u64>, limit: Option<u32>) -> Vec<City> {
    let limit = usize::try_from(limit.unwrap_or(10).min(20)).unwrap();
    ids.take(limit).map(|id| City { id: *id }).collect()
}

/// Reads the rest of the pages, and returns the IDs on each.
fn rest<E>(pages: &mut Pages<E>) -> Vec<Vec<u64>>
where
    E: ListEndpoint<Response: IntoPage<Item = City>>,
{
    let mut all = Vec::new();
    while let Some(page) = smol::block_on(pages.next_page()) {
        all.push(page.unwrap().iter().map(|city| city.id).collect());
    }
    all
}

/// Reads the pages, and returns the size of each.
fn sizes<E>(mut pages: Pages<E>) -> Vec<usize>
where
    E: ListEndpoint<Response: IntoPage<Item = City>>,
{
    rest(&mut pages).iter().map(Vec::len).collect()
}

#[test]
fn pages_are_requested_one_by_one() {
    let server = Server::new(25);
    let mut pages = server.pages(ListCities::new().limit(10));
    assert!(server.queries().is_empty(), "requested too early");
    let ids: Vec<u64> = rest(&mut pages).concat();
    assert_eq!(ids, (0..25).collect::<Vec<_>>());
    assert_eq!(
        server.queries(),
        ["paginated=true", "offset=10&paginated=true", "offset=20&paginated=true"]
    );
    assert!(smol::block_on(pages.next_page()).is_none());
    assert_eq!(server.queries().len(), 3, "requested again after the end");
}

#[test]
fn pages_and_items_are_streams() {
    let server = Server::new(25);
    let items = server.pages(ListCities::new().limit(10)).items();
    let cities: Vec<City> = smol::block_on(items.try_collect()).unwrap();
    assert_eq!(cities.iter().map(|city| city.id).collect::<Vec<_>>(), (0..25).collect::<Vec<_>>());

    let pages = server.pages(ListCities::new().limit(20));
    let pages: Vec<Page<City>> = smol::block_on(pages.try_collect()).unwrap();
    assert_eq!(pages.iter().map(|page| page.len()).collect::<Vec<_>>(), [20, 5]);
    assert!(pages.iter().all(|page| page.total_count == Some(25)));
}

#[test]
fn pages_and_items_can_be_read_without_async_code() {
    let server = Server::new(25);
    let items = server.pages(ListRoads::new().limit(10)).items().wait();
    let ids: Vec<u64> = items.map(|road| road.unwrap().id).collect();
    assert_eq!(ids, (0..25).collect::<Vec<_>>());

    let mut sizes = Vec::new();
    for page in server.pages(ListCities::new().limit(20)).read_ahead().wait() {
        sizes.push(page.unwrap().len());
    }
    assert_eq!(sizes, [20, 5]);

    let server = Server::new(3);
    server.failures.store(1, Ordering::SeqCst);
    let mut items = server.pages(ListCities::new()).items().wait();
    assert!(items.next().unwrap().is_err());
    assert_eq!(items.map(|city| city.unwrap().id).collect::<Vec<_>>(), [0, 1, 2]);
}

#[tokio::test]
async fn items_can_be_read_on_tokio() {
    let mut items = Server::new(25).pages(ListRoads::new().limit(10)).items();
    let task = tokio::spawn(async move {
        let mut sum = 0;
        while let Some(road) = items.next_item().await {
            sum += road.unwrap().id;
        }
        sum
    });
    assert_eq!(task.await.unwrap(), (0..25).sum::<u64>());
}

#[test]
fn reading_starts_where_the_endpoint_says() {
    let server = Server::new(25);
    assert_eq!(sizes(server.pages(ListCities::new().limit(10).offset(9))), [10, 6]);
    assert_eq!(server.queries(), ["offset=9&paginated=true", "offset=19&paginated=true"]);
    assert_eq!(sizes(server.pages(ListRoads::new().limit(10).starting_after(20_u64))), [4]);
}

#[test]
fn options_apply_to_every_page() {
    let server = Server::new(25);
    let other = Credential::bearer("other_s3cr3t").unwrap();
    let pages = server
        .pages(ListCities::new().limit(10))
        .each_call(move |call| call.credential(&other))
        .each_call(|call| call.header("x-reason", "audit").timeout(Duration::from_secs(2)));
    assert_eq!(sizes(pages), [10, 10, 5]);
    for request in server.script.sent() {
        assert_eq!(request.headers()["authorization"], "Bearer other_s3cr3t");
        assert_eq!(request.headers()["x-reason"], "audit");
        assert_eq!(RequestContext::of(&request).timeout, Some(Duration::from_secs(2)));
    }
}

#[test]
fn pages_and_items_are_send_and_debug_shows_no_credential() {
    fn assert_send<T: Send + Unpin + 'static>(_: &T) {}

    let pages = Server::new(0).pages(ListCities::new()).read_ahead();
    assert_send(&pages);
    assert_eq!(format!("{pages:?}"), r#"Pages { operation: "ListCities", reads_ahead: true, .. }"#);
    assert_send(&pages.items());
}
