//! A list that no memory should hold.

use std::sync::atomic::{AtomicUsize, Ordering};

use clerk_sdk::{
    Bytes, Clerk, Endpoint, HttpTransport, Page, RequestContext, TransportError, async_trait, http,
};
use serde::Deserialize;

const USERS: u64 = 1_000_000;
const LIMIT: u64 = 500;

static ALIVE: AtomicUsize = AtomicUsize::new(0);
static MOST_ALIVE: AtomicUsize = AtomicUsize::new(0);

/// A user that counts how many of its kind there are.
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

/// A server of all users that remembers nothing.
#[derive(Debug)]
struct Numbers;

#[async_trait]
impl HttpTransport for Numbers {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        _: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let query = request.uri().query().unwrap_or("");
        let offset = query.split_once("offset=").map_or(0, |(_, offset)| offset.parse().unwrap());
        let users: Vec<u64> = (offset..USERS.min(offset + LIMIT)).collect();
        let body = serde_json::json!({ "data": users, "total_count": USERS });
        Ok(http::Response::new(body.to_string().into()))
    }
}

#[test]
fn a_million_users_take_the_memory_of_two_pages() {
    let clerk = Clerk::builder("sk_test_x").transport(Numbers).build().unwrap();
    let mut users = clerk.pages(ListCounted::new().limit(500)).read_ahead().items();
    let mut next = 0;
    while let Some(user) = smol::block_on(users.next_item()) {
        assert_eq!(user.unwrap().0, next);
        next += 1;
    }
    drop(users);
    assert_eq!(next, USERS);
    let most = u64::try_from(MOST_ALIVE.load(Ordering::SeqCst)).unwrap();
    assert!((LIMIT..=2 * LIMIT).contains(&most), "{most} users at once");
    assert_eq!(ALIVE.load(Ordering::SeqCst), 0);
}
