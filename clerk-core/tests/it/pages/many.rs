//! A list that does not fit into memory.

use std::sync::atomic::{AtomicUsize, Ordering};

use clerk_core::{Endpoint, Page, http::Response};
use clerk_testing::Script;
use serde::Deserialize;

use crate::api;

const ITEMS: u64 = 1_000_000;
const LIMIT: u64 = 500;

static ALIVE: AtomicUsize = AtomicUsize::new(0);
static MOST_ALIVE: AtomicUsize = AtomicUsize::new(0);

/// An item that counts how many of its kind are alive.
#[derive(Deserialize)]
#[serde(from = "u64")]
struct Counted(u64);

impl From<u64> for Counted {
    fn from(id: u64) -> Self {
        let alive = ALIVE.fetch_add(1, Ordering::SeqCst) + 1;
        MOST_ALIVE.fetch_max(alive, Ordering::SeqCst);
        Self(id)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::SeqCst);
    }
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/counted", response = Page<Counted>, pages = offset)]
struct ListCounted {
    limit: Option<u32>,
    offset: Option<u64>,
}

fn server() -> Script {
    Script::new(|request| {
        let query = request.uri().query().unwrap_or("");
        let offset = query.split_once("offset=").map_or(0, |(_, offset)| offset.parse().unwrap());
        let items: Vec<u64> = (offset..ITEMS.min(offset + LIMIT)).collect();
        let body = serde_json::json!({ "data": items, "total_count": ITEMS });
        Ok(Response::new(body.to_string().into()))
    })
}

#[test]
fn a_million_items_take_the_memory_of_two_pages() {
    let client = api::client(&server());
    let mut items = client.pages(ListCounted::new().limit(500)).read_ahead().items();
    let mut next = 0;
    while let Some(item) = smol::block_on(items.next_item()) {
        assert_eq!(item.unwrap().0, next);
        next += 1;
    }
    drop(items);
    assert_eq!(next, ITEMS);
    let most = u64::try_from(MOST_ALIVE.load(Ordering::SeqCst)).unwrap();
    assert!((LIMIT..=2 * LIMIT).contains(&most), "{most} items at once");
    assert_eq!(ALIVE.load(Ordering::SeqCst), 0);
}
