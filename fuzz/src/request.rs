use std::{
    pin::pin,
    sync::LazyLock,
    task::{Context, Poll, Waker},
};

use clerk_sdk::{
    Clerk, Timestamp,
    auth::{Accepts, AuthState, Authenticator, OrganizationSync, PublishableKey, RequestView},
};
use url::Url;

use super::token::FAKE;

const NOW: i64 = 1_800_000_000_000;

static LIVE: LazyLock<Authenticator> = LazyLock::new(|| authenticator(false));
static DEVELOPMENT: LazyLock<Authenticator> = LazyLock::new(|| authenticator(true));

fn authenticator(development: bool) -> Authenticator {
    let clerk = Clerk::builder("sk_test_x").transport(FAKE.clone()).build().unwrap();
    let key = PublishableKey::of("clerk.example.com", development).unwrap();
    clerk
        .authenticator()
        .publishable_key(key.as_str())
        .trust_forwarded_headers(true)
        .accepts(Accepts::ANY)
        .organization_sync(OrganizationSync::new().organization(["/orgs/:slug", "/o/:id/(.*)"]))
        .check_origin(["https://admin.example.com"])
        .clock(|| Timestamp::from_unix_millis(NOW))
        .build()
        .unwrap()
}

/// Authenticates a request. The fake responds at once.
pub(super) fn authenticate(development: bool, request: RequestView<'_>) -> AuthState {
    let auth = if development { &*DEVELOPMENT } else { &*LIVE };
    let mut state = pin!(auth.authenticate(request));
    match state.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(state) => state,
        Poll::Pending => panic!("the fake responds at once"),
    }
}

/// Checks that any request gets a state without a panic, that the response can be sent and leads only
/// to HTTP, and that it shows no credential.
///
/// The input is a request: a line with method and target, and header lines.
pub fn request(data: &[u8]) {
    let mut lines = data.split(|byte| *byte == b'\n');
    let Some(Ok(first)) = lines.next().map(std::str::from_utf8) else { return };
    let (method, target) = first.split_once(' ').unwrap_or((first, "/"));
    let headers: Vec<(&str, &[u8])> = lines
        .filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            let name = std::str::from_utf8(&line[..colon]).ok()?;
            Some((name, line[colon + 1..].trim_ascii()))
        })
        .collect();
    for development in [false, true] {
        let state = authenticate(development, RequestView::new(method, target, headers.clone()));
        let Err(refusal) = state.signed_in() else { continue };
        let response = refusal.to_response();
        assert_eq!(response.headers()["cache-control"], "no-store");
        if let Some(location) = refusal.location() {
            assert_eq!(response.status().as_u16(), 307);
            // In development, a handshake ends with a redirect too.
            assert!(method == "GET" || development && matches!(state, AuthState::SignedOut(_)));
            let location = Url::parse(location).unwrap();
            assert!(["http", "https"].contains(&location.scheme()), "{location}");
            if !development {
                assert_eq!(location.host_str(), Some("clerk.example.com"));
            }
        } else {
            assert!(response.status().is_client_error() || response.status().is_server_error());
            serde_json::from_slice::<serde_json::Value>(response.body()).unwrap();
            check_secrets(&headers, &format!("{state:?} {refusal} {:?}", response.body()));
        }
    }
}

/// Checks that a text shows no token of the request.
fn check_secrets(headers: &[(&str, &[u8])], text: &str) {
    for (name, value) in headers {
        if !name.eq_ignore_ascii_case("authorization") && !name.eq_ignore_ascii_case("cookie") {
            continue;
        }
        let Ok(value) = std::str::from_utf8(value) else { continue };
        for secret in value.split([' ', ';', '=', '.']).filter(|part| part.len() >= 40) {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
