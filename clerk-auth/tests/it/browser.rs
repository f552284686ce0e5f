//! A browser, an application, and the fake's Frontend API, over sockets or in process.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use clerk_api::jwks::GetJwks;
use clerk_auth::{
    AuthState, Authenticator, AuthenticatorBuilder, OrganizationSync, PublishableKey, Reason,
};
use clerk_core::{
    Bytes, Timestamp,
    http::{
        HeaderMap, Request, Response, StatusCode,
        header::{COOKIE, LOCATION, SET_COOKIE},
    },
};
use clerk_testing::{ApiFailure, FakeClerk, FakeTimer, tokens::FakeBrowser};

use crate::support::client;

const APP: &str = "https://app.example.com";

/// A browser that follows redirects between the application and the Frontend API.
struct Browser {
    auth: Authenticator,
    fake: FakeClerk,
    cookies: BTreeMap<String, String>,
    /// The URLs that were visited.
    visited: Vec<String>,
}

fn start(
    development: bool,
    set: impl Fn(AuthenticatorBuilder) -> AuthenticatorBuilder,
) -> (Browser, FakeBrowser) {
    let key = PublishableKey::of("clerk.example.com", development).unwrap();
    let (fake, browser) = FakeClerk::new().with_browser(key.as_str());
    let builder =
        Authenticator::builder().client(client(fake.clone())).publishable_key(key.as_str());
    let auth = set(builder).build().unwrap();
    (Browser { auth, fake, cookies: BTreeMap::new(), visited: Vec::new() }, browser)
}

impl Browser {
    /// Requests a document, and follows redirects.
    fn open(&mut self, url: &str) -> AuthState {
        let mut url = url.to_owned();
        for _ in 0..8 {
            self.visited.push(url.clone());
            if url.starts_with("https://clerk.example.com/") {
                let path = url.trim_start_matches("https://clerk.example.com");
                let response = self.fake.respond(Request::get(path).body(Bytes::new()).unwrap());
                assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
                url = response.headers()[LOCATION].to_str().unwrap().to_owned();
                continue;
            }
            let state = self.send("GET", &url, &[("sec-fetch-dest", "document")]);
            let location = match &state {
                AuthState::SignedIn(identity) => identity.headers().clone(),
                AuthState::SignedOut(refusal) => refusal.headers(),
                AuthState::Handshake(redirect) => redirect.as_refusal().headers(),
            };
            match location.get(LOCATION) {
                Some(location) => url = location.to_str().unwrap().to_owned(),
                None => return state,
            }
        }
        panic!("too many redirects: {:?}", self.visited);
    }

    fn send(&mut self, method: &str, url: &str, headers: &[(&str, &str)]) -> AuthState {
        let cookies: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(url);
        request = request.header(COOKIE, cookies.join("; "));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let state = pollster::block_on(self.auth.authenticate(&request.body(()).unwrap()));
        match &state {
            AuthState::SignedIn(identity) => self.store(identity.headers()),
            AuthState::SignedOut(refusal) => self.store(&refusal.headers()),
            AuthState::Handshake(redirect) => self.store(&redirect.as_refusal().headers()),
        }
        state
    }

    fn store(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else if name != "__clerk_redirect_count" {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

fn user(state: &AuthState) -> Option<&str> {
    match state {
        AuthState::SignedIn(identity) => Some(identity.session()?.user_id.as_str()),
        _ => None,
    }
}

#[test]
fn the_redirect_url_of_a_handshake_holds_no_dev_browser() {
    let patterns = OrganizationSync::new().personal_account(["/"]);
    let (mut browser, _) = start(true, |builder| builder.organization_sync(patterns.clone()));
    let url = "http://localhost:3000/?__clerk_db_jwt=dvb_1&a=b&__dev_session=x";
    let state = browser.send("GET", url, &[("sec-fetch-dest", "document")]);
    let AuthState::Handshake(redirect) = state else { panic!("{state:?}") };
    let location = redirect.location();
    let redirect_url = "?redirect_url=http%3A%2F%2Flocalhost%3A3000%2F%3Fa%3Db&";
    assert!(location.contains(redirect_url), "{location}");
    assert!(!location.contains("dev_session"), "{location}");
    assert!(location.ends_with("&__clerk_db_jwt=dvb_1&organization_id="), "{location}");
}

#[test]
fn a_browser_signs_in_and_out_by_handshakes() {
    let (mut browser, clerk) = start(false, |builder| builder);
    let url = format!("{APP}/dash?a=b");
    let state = browser.open(&url);
    assert_eq!(state.signed_in().unwrap_err().reason(), &Reason::SessionTokenAndUatMissing);
    assert_eq!(state.maybe_signed_in().unwrap().map(|_| ()), None);

    clerk.sign_in(browser.fake.sign_in("user_1"));
    browser.cookies.insert("__client_uat".to_owned(), "1".to_owned());
    assert_eq!(user(&browser.open(&url)), Some("user_1"));
    assert!(browser.visited[2].starts_with("https://clerk.example.com/v1/client/handshake?"));
    assert_eq!(browser.visited.len(), 4);

    assert_eq!(user(&browser.open(&url)), Some("user_1"), "the cookies are enough from now on");
    assert_eq!(browser.visited.len(), 5);

    clerk.sign_out();
    browser.cookies.retain(|name, _| !name.starts_with("__session"));
    assert_eq!(user(&browser.open(&url)), None);
    assert_eq!(browser.cookies["__client_uat"], "0");
}

#[test]
fn in_development_the_url_is_clean_after_a_handshake() {
    let (mut browser, clerk) = start(true, |builder| builder);
    clerk.sign_in(browser.fake.sign_in("user_1"));
    assert_eq!(user(&browser.open(&format!("{APP}/dash?a=b"))), Some("user_1"));
    assert_eq!(browser.visited.last().unwrap(), &format!("{APP}/dash?a=b"));
    assert!(browser.visited[2].contains("__clerk_handshake_nonce="), "{:?}", browser.visited);
    assert!(browser.cookies.contains_key("__clerk_db_jwt"));
}

#[test]
fn keys_that_are_unavailable_at_the_end_of_a_handshake_are_an_outage() {
    for development in [false, true] {
        let timer = FakeTimer::new();
        let (mut browser, clerk) = start(development, |builder| builder.timer(timer.clone()));
        clerk.sign_in(browser.fake.sign_in("user_1"));
        browser.cookies.insert("__client_uat".to_owned(), "1".to_owned());
        browser.fake.fail_next::<GetJwks>(ApiFailure::bad_request("down"));

        let state = browser.open(APP);
        let refusal = state.maybe_signed_in().unwrap_err();
        assert_eq!(refusal.status(), StatusCode::SERVICE_UNAVAILABLE, "{development}: {refusal}");
        assert_eq!(refusal.reason(), &Reason::JwkRemoteFailedToLoad);

        timer.advance(Duration::from_secs(11));
        assert_eq!(user(&browser.open(APP)), Some("user_1"), "{development}");
    }
}

#[test]
fn an_expired_session_is_refreshed_for_a_fetch_and_its_cookies_are_passed_on() {
    let (mut browser, clerk) = start(false, |builder| builder);
    clerk.sign_in(browser.fake.sign_in("user_1"));
    browser.cookies.insert("__client_uat".to_owned(), "1".to_owned());
    let _ = browser.open(APP);
    let expired = browser.fake.sign_in("user_1").expired().token();
    for (name, value) in &mut browser.cookies {
        match name {
            name if name.starts_with("__session") => value.clone_from(&expired),
            name if name.starts_with("__client_uat") => "1".clone_into(value),
            _ => {}
        }
    }
    let state = browser.send("GET", APP, &[("sec-fetch-dest", "empty")]);
    assert_eq!(user(&state), Some("user_1"));
    assert!(state.headers().contains_key(SET_COOKIE));
    assert!(!browser.cookies.values().any(|value| *value == expired));
    let fresh = browser.cookies["__session"].clone();
    for exchange in browser.fake.exchanges() {
        for token in [&expired, &fresh] {
            assert!(
                !exchange.to_string().contains(token.rsplit('.').next().unwrap()),
                "{exchange}"
            );
        }
    }

    let forged = browser.fake.sign_in("user_1").expired().forged().token();
    browser.cookies.insert("__session".to_owned(), forged);
    browser.cookies.insert("__client_uat".to_owned(), "1".to_owned());
    browser.cookies.retain(|name, _| !name.starts_with("__session_"));
    browser.fake.clear();
    let state = browser.send("GET", APP, &[("sec-fetch-dest", "empty")]);
    assert_eq!(state.signed_in().unwrap_err().reason(), &Reason::TokenInvalidSignature);
    assert!(browser.fake.exchanges().is_empty(), "a forged token is not refreshed");
}

#[test]
fn only_the_own_pages_may_change_something_by_a_cookie() {
    let (mut browser, clerk) = start(false, |builder| builder.check_origin::<&str>([]));
    clerk.sign_in(browser.fake.sign_in("user_1"));
    browser.cookies.insert("__client_uat".to_owned(), "1".to_owned());
    let _ = browser.open(APP);
    let url = format!("{APP}/pay");
    let state = browser.send("POST", &url, &[("host", "app.example.com"), ("origin", APP)]);
    assert_eq!(user(&state), Some("user_1"));
    for headers in [[("origin", "https://evil.com")], [("sec-fetch-site", "cross-site")]] {
        let refusal = browser.send("POST", &url, &headers).signed_in().unwrap_err();
        assert_eq!(refusal.reason(), &Reason::CrossSiteRequest);
        assert_eq!(refusal.status(), StatusCode::FORBIDDEN);
    }
    let bearer = format!("Bearer {}", browser.fake.sign_in("user_2").token());
    let headers = [("origin", "https://evil.com"), ("authorization", &*bearer)];
    assert_eq!(user(&browser.send("POST", &url, &headers)), Some("user_2"));
}

#[test]
fn a_forwarded_host_counts_only_if_the_proxy_is_trusted() {
    for trusted in [false, true] {
        let (mut browser, _) = start(false, |builder| builder.trust_forwarded_headers(trusted));
        browser.cookies.insert("__client_uat".to_owned(), "1".to_owned());
        let headers = [("sec-fetch-dest", "document"), ("x-forwarded-host", "www.example.com")];
        let state = browser.send("GET", APP, &headers);
        let refusal = state.signed_in().unwrap_err();
        assert_eq!(refusal.location().unwrap().contains("www.example.com"), trusted);
    }
}

#[test]
fn a_pending_session_is_signed_out_unless_it_is_asked_for() {
    for accepted in [false, true] {
        let (mut browser, clerk) =
            start(false, |builder| builder.accept_pending_sessions(accepted));
        clerk.sign_in(browser.fake.sign_in("user_1").status("pending"));
        browser.cookies.insert("__client_uat".to_owned(), "1".to_owned());
        let state = browser.open(APP);
        assert_eq!(state.signed_in().is_ok(), accepted);
        if !accepted {
            let refusal = state.signed_in().unwrap_err();
            assert_eq!(refusal.reason(), &Reason::SessionPending);
            assert_eq!(refusal.pending_session().unwrap().user_id.as_str(), "user_1");
        }
    }
}

#[test]
fn a_browser_in_a_loop_is_left_alone() {
    let (mut browser, _) = start(false, |builder| builder);
    browser.cookies.insert("__client_uat".to_owned(), "1".to_owned());
    browser.cookies.insert("__clerk_redirect_count".to_owned(), "3".to_owned());
    let state = browser.send("GET", APP, &[("sec-fetch-dest", "document")]);
    let refusal = state.signed_in().unwrap_err();
    assert_eq!((refusal.status(), refusal.location()), (StatusCode::UNAUTHORIZED, None));
}

#[test]
fn neither_debug_nor_a_refusal_shows_a_token() {
    let (mut browser, clerk) = start(false, |builder| builder.machine_secret_key("ak_machine"));
    clerk.sign_in(browser.fake.sign_in("user_1"));
    browser.cookies.insert("__client_uat".to_owned(), "1".to_owned());
    let state = browser.open(APP);
    let token = browser.cookies["__session"].clone();
    let mut texts = vec![format!("{state:?} {:?}", browser.auth)];
    browser.cookies.clear();
    for token in [&*token, "a.b.c"] {
        let expired = browser.fake.sign_in("user_1").expired().token();
        for bad in [format!("{token}x"), expired] {
            let headers = [("authorization", &*format!("Bearer {bad}"))];
            let state = browser.send("GET", APP, &headers);
            let refusal = state.signed_in().unwrap_err();
            let body = String::from_utf8(refusal.body().to_vec()).unwrap();
            texts.push(format!("{state:?} {refusal} {body} {:?}", refusal.headers()));
            assert!(!texts.last().unwrap().contains(bad.rsplit('.').next().unwrap()), "{texts:?}");
        }
    }
    for text in texts {
        for secret in [token.rsplit('.').next().unwrap(), "rt_fake", "ak_machine", "sk_test_x"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[test]
fn machine_tokens_are_verified_and_cached_if_asked() {
    let fake = FakeClerk::new().with_tokens();
    let accepts = clerk_auth::Accepts::ANY;
    let timer = Arc::new(clerk_testing::FakeTimer::new());
    let auth = Authenticator::builder()
        .client(client(fake.clone()))
        .accepts(accepts)
        .timer(timer.clone())
        .cache_machine_tokens(Duration::from_secs(30))
        .build()
        .unwrap();
    let ask = |token: &str| {
        let request = Request::get(APP).header("authorization", format!("Bearer {token}"));
        pollster::block_on(auth.authenticate(&request.body(()).unwrap()))
    };
    let key = fake.api_key("user_1").scopes(["a"]).token();
    for _ in 0..3 {
        let state = ask(&key);
        let token = state.signed_in().unwrap().machine().unwrap();
        assert_eq!(token.user_id(), Some("user_1"));
        assert!(token.has_scope("a"));
    }
    assert_eq!(fake.requests().len(), 1, "the cache has it");
    fake.revoke_token(&key);
    assert!(ask(&key).signed_in().is_ok());
    timer.advance(Duration::from_secs(30));
    assert_eq!(ask(&key).signed_in().unwrap_err().reason(), &Reason::TokenInvalid);
    assert_eq!(ask("ak_unknown").signed_in().unwrap_err().reason(), &Reason::TokenInvalid);
    let signed = fake.m2m_token("mch_1").scopes(["mch_2"]).jwt();
    let state = ask(&signed);
    assert_eq!(state.signed_in().unwrap().machine().unwrap().machine_id(), Some("mch_1"));
}

#[test]
fn an_outage_is_a_503_and_a_bad_token_is_a_401() {
    let (serving, failing) = (FakeClerk::new().with_tokens(), FakeClerk::new());
    for (fake, token, status) in [
        (&serving, "ak_1".to_owned(), StatusCode::UNAUTHORIZED),
        (&failing, failing.sign_in("user_1").token(), StatusCode::SERVICE_UNAVAILABLE),
        (&failing, "a.b.c".to_owned(), StatusCode::UNAUTHORIZED),
    ] {
        let auth = Authenticator::builder()
            .client(client(fake.clone()))
            .clock(Timestamp::now)
            .accepts(clerk_auth::Accepts::ANY)
            .build()
            .unwrap();
        let request = Request::get(APP).header("authorization", format!("Bearer {token}"));
        let state = pollster::block_on(auth.authenticate(&request.body(()).unwrap()));
        let response: Response<Bytes> = state.signed_in().unwrap_err().to_response();
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["cache-control"], "no-store");
        let outage = status == StatusCode::SERVICE_UNAVAILABLE;
        assert_eq!(response.headers().contains_key("retry-after"), outage);
        assert_eq!(response.headers().contains_key("www-authenticate"), !outage);
    }
}

#[test]
fn a_bad_handshake_token_signs_out_in_development_and_is_ignored_otherwise() {
    for development in [false, true] {
        let (mut browser, _) = start(development, |builder| builder);
        browser.cookies.insert("__client_uat".to_owned(), "1".to_owned());
        let url = format!("{APP}/?__clerk_handshake=a.b.c");
        let state = browser.send("GET", &url, &[("sec-fetch-dest", "document")]);
        let refusal = state.signed_in().unwrap_err();
        if development {
            assert_eq!((refusal.reason(), refusal.location()), (&Reason::TokenInvalid, None));
        } else {
            assert_eq!(refusal.reason(), &Reason::ClientUatWithoutSessionToken);
            assert!(refusal.location().is_some());
        }
    }
}

#[test]
fn settings_that_cannot_work_are_refused_when_the_authenticator_is_built() {
    type Set = fn(AuthenticatorBuilder) -> AuthenticatorBuilder;
    const LIVE: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";
    const DEVELOPMENT: &str = "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k";
    let cases: [(Set, &str); 8] = [
        (|it| it.publishable_key("sk_live_x"), "publishable key"),
        (|it| it.publishable_key(LIVE).proxy_url("/__clerk"), "proxy URL"),
        (|it| it.publishable_key(LIVE).satellite(""), "neither a domain nor a proxy URL"),
        (|it| it.publishable_key(LIVE).satellite("a b"), "domain of the satellite"),
        (|it| it.publishable_key(DEVELOPMENT).satellite("localhost:4000"), "no sign-in URL"),
        (|it| it.sign_in_url("javascript:alert(1)"), "sign-in URL"),
        (|it| it.check_origin(["app.example.com"]), "allowed origin"),
        (|it| it.machine_secret_key("two words"), "machine secret key"),
    ];
    for (set, problem) in cases {
        let builder = Authenticator::builder().client(client(FakeClerk::new()));
        let error = set(builder).build().unwrap_err().to_string();
        assert!(error.contains(problem) && !error.contains("two words"), "{error}");
    }
}
