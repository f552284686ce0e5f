//! Lists, page by page and item by item.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use clerk_sdk::{
    Clerk, Endpoint, IntoPage, ListEndpoint, Page, Pages, RequestContext, RetryPolicy, SecretKey,
    ServerHalf,
    http::StatusCode,
    testing::{ApiFailure, FakeClerk},
};
use serde::{Deserialize, Serialize};
use smol::stream::StreamExt as _;

mod ahead;
mod changes;
mod ends;
mod errors;
mod many;
mod users;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct City {
    id: u64,
}

/// A list that is read by offset, with or without a total.
#[derive(Clone, Debug, Endpoint, ServerHalf)]
#[endpoint(method = GET, path = "/cities", response = Page<City>, pages = offset)]
struct ListCities {
    limit: Option<u32>,
    offset: Option<u64>,
    paginated: Option<bool>,
}

/// A list that is read by cursor.
#[derive(Clone, Debug, Endpoint, ServerHalf)]
#[endpoint(method = GET, path = "/roads", response = Vec<City>)]
struct ListRoads {
    limit: Option<u32>,
    starting_after: Option<u64>,
}

impl ListEndpoint for ListRoads {
    fn limit(&self) -> Option<u64> {
        self.limit.map(u64::from)
    }

    fn advance(&mut self, roads: &[City]) {
        self.starting_after = roads.last().map(|road| road.id);
    }
}

/// A server with one list, in ascending order, that a test can change as it is read.
#[derive(Clone)]
struct Server {
    fake: FakeClerk,
    ids: Arc<Mutex<Vec<u64>>>,
    /// How many of the next requests for cities fail.
    failures: Arc<AtomicU32>,
}

impl Server {
    /// A server of the IDs 0 to `count` that says how many there are.
    fn new(count: u64) -> Self {
        Self::with_total(count, Some)
    }

    /// What the server says of the total is what `total` makes of the truth. Whatever the request
    /// says, a page has 20 items at most, and 10 where it says nothing.
    fn with_total(count: u64, total: fn(u64) -> Option<u64>) -> Self {
        let ids = Arc::new(Mutex::new((0..count).collect::<Vec<_>>()));
        let failures = Arc::<AtomicU32>::default();
        let (cities, roads, failing) = (ids.clone(), ids.clone(), failures.clone());
        let fake = FakeClerk::new()
            .on(move |request: ListCities| {
                let less = |left: u32| left.checked_sub(1);
                if failing.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok() {
                    return Err(ApiFailure::new(StatusCode::BAD_GATEWAY, "bad_gateway"));
                }
                let ids = cities.lock().unwrap();
                let offset = usize::try_from(request.offset.unwrap_or(0)).unwrap();
                let mut page = Page::from(page(ids.iter().skip(offset), request.limit));
                page.total_count = total(u64::try_from(ids.len()).unwrap());
                Ok(page)
            })
            .on(move |request: ListRoads| {
                let ids = roads.lock().unwrap();
                let after = ids.iter().filter(|id| request.starting_after.is_none_or(|x| **id > x));
                Ok(page(after, request.limit))
            });
        Self { fake, ids, failures }
    }

    fn clerk(&self) -> Clerk {
        let builder = Clerk::builder("sk_test_x").transport(self.fake.clone());
        builder.retry(RetryPolicy::never()).build().unwrap()
    }

    fn pages<E: ListEndpoint>(&self, endpoint: E) -> Pages<E> {
        self.clerk().pages(endpoint)
    }

    fn change(&self, change: impl FnOnce(&mut Vec<u64>)) {
        change(&mut self.ids.lock().unwrap());
    }

    /// The queries of all requests, the limit left out.
    fn queries(&self) -> Vec<String> {
        let requests = self.fake.requests();
        let parts = requests.iter().map(|request| request.uri().query().unwrap_or("").split('&'));
        parts
            .map(|parts| parts.filter(|part| !part.starts_with("limit=")).collect::<Vec<_>>())
            .map(|parts| parts.join("&"))
            .collect()
    }
}

fn page<'a>(ids: impl Iterator<Item = &'a u64>, limit: Option<u32>) -> Vec<City> {
    let limit = usize::try_from(limit.unwrap_or(10).min(20)).unwrap();
    ids.take(limit).map(|id| City { id: *id }).collect()
}

/// The IDs of each page that is left.
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

/// The size of each page.
fn sizes<E>(mut pages: Pages<E>) -> Vec<usize>
where
    E: ListEndpoint<Response: IntoPage<Item = City>>,
{
    rest(&mut pages).iter().map(Vec::len).collect()
}

#[test]
fn pages_come_one_after_the_other() {
    let server = Server::new(25);
    let mut pages = server.pages(ListCities::new().limit(10));
    assert!(server.queries().is_empty(), "a page was asked for before it was wanted");
    let ids: Vec<u64> = rest(&mut pages).concat();
    assert_eq!(ids, (0..25).collect::<Vec<_>>());
    assert_eq!(
        server.queries(),
        ["paginated=true", "offset=10&paginated=true", "offset=20&paginated=true"]
    );
    assert!(smol::block_on(pages.next_page()).is_none());
    assert_eq!(server.queries().len(), 3, "the end was asked for again");
}

#[test]
fn items_are_a_stream() {
    let server = Server::new(25);
    let items = server.pages(ListCities::new().limit(10)).items();
    let cities: Vec<City> = smol::block_on(items.try_collect()).unwrap();
    assert_eq!(cities.iter().map(|city| city.id).collect::<Vec<_>>(), (0..25).collect::<Vec<_>>());

    let pages = server.pages(ListCities::new().limit(20));
    let pages: Vec<Page<City>> = smol::block_on(pages.try_collect()).unwrap();
    assert_eq!(pages.iter().map(|page| page.len()).collect::<Vec<_>>(), [20, 5]);
    assert!(pages.iter().all(|page| page.total_count == Some(25)));
}

#[tokio::test]
async fn any_executor_reads_them() {
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
fn a_list_is_read_from_where_the_request_begins() {
    let server = Server::new(25);
    assert_eq!(sizes(server.pages(ListCities::new().limit(10).offset(9))), [10, 6]);
    assert_eq!(server.queries(), ["offset=9&paginated=true", "offset=19&paginated=true"]);
    assert_eq!(sizes(server.pages(ListRoads::new().limit(10).starting_after(20_u64))), [4]);
}

#[test]
fn options_hold_for_every_page() {
    let server = Server::new(25);
    let key = SecretKey::new("ak_machine").unwrap();
    let pages = server
        .pages(ListCities::new().limit(10))
        .each_call(move |call| call.bearer(&key))
        .each_call(|call| call.header("x-reason", "audit").timeout(Duration::from_secs(2)));
    assert_eq!(sizes(pages), [10, 10, 5]);
    for request in server.fake.requests() {
        assert_eq!(request.headers()["authorization"], "Bearer ak_machine");
        assert_eq!(request.headers()["x-reason"], "audit");
        assert_eq!(RequestContext::of(&request).timeout, Some(Duration::from_secs(2)));
    }
}

#[test]
fn they_travel_and_show_no_key() {
    fn can_travel<T: Send + Unpin + 'static>(_: &T) {}

    let pages = Server::new(0).pages(ListCities::new()).read_ahead();
    can_travel(&pages);
    assert_eq!(format!("{pages:?}"), r#"Pages { operation: "ListCities", reads_ahead: true, .. }"#);
    can_travel(&pages.items());
}
