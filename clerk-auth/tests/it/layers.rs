//! The tower layers.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    task::{Context, Poll},
};

use clerk_auth::{AuthState, Authenticator, role};
use clerk_core::{
    Bytes,
    http::{Request, Response, StatusCode},
};
use clerk_testing::FakeClerk;
use tower::{Layer, Service, ServiceExt};

use crate::support::client;

/// A service that may only be called on the instance that was ready. It responds with the user.
#[derive(Debug, Default)]
struct App {
    ready: bool,
}

impl Clone for App {
    fn clone(&self) -> Self {
        Self { ready: false }
    }
}

impl Service<Request<Bytes>> for App {
    type Response = Response<Bytes>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Bytes>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        assert!(self.ready, "called without being ready");
        self.ready = false;
        assert!(!request.headers().contains_key("x-clerk-auth-status"));
        let state = request.extensions().get::<AuthState>().unwrap();
        let user = match state.signed_in() {
            Ok(identity) => identity.session().unwrap().user_id.to_string(),
            Err(_) => "nobody".to_owned(),
        };
        ready(Ok(Response::new(user.into())))
    }
}

fn setup() -> (FakeClerk, Authenticator) {
    let fake = FakeClerk::new().with_tokens();
    let auth = Authenticator::builder().client(client(fake.clone())).build().unwrap();
    (fake, auth)
}

fn get(token: Option<&str>) -> Request<Bytes> {
    let mut request = Request::get("/").header("x-clerk-auth-status", "signed-in");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request.body(Bytes::new()).unwrap()
}

fn call<S>(service: &mut S, request: Request<Bytes>) -> Response<Bytes>
where
    S: Service<Request<Bytes>, Response = Response<Bytes>, Error = Infallible>,
{
    pollster::block_on(async { service.ready().await.unwrap().call(request).await.unwrap() })
}

#[test]
fn the_layer_authenticates_and_refuses_nothing() {
    let (fake, auth) = setup();
    let mut service = auth.layer().layer(App::default());
    for _ in 0..2 {
        let token = fake.sign_in("user_1").token();
        assert_eq!(call(&mut service, get(Some(&token))).body(), "user_1");
        assert_eq!(call(&mut service, get(None)).body(), "nobody");
        assert_eq!(call(&mut service, get(Some("a.b.c"))).status(), StatusCode::OK);
    }
}

#[test]
fn requiring_refuses_with_the_status_that_fits() {
    let (fake, auth) = setup();
    let admin = auth.require(role("org:admin"));
    type Sender = Box<dyn Fn(Request<Bytes>) -> Response<Bytes>>;
    // With the other layer outside, and alone.
    let outside = auth.layer().layer(admin.layer(App::default()));
    let services: [Sender; 2] = [
        Box::new(move |request| call(&mut outside.clone(), request)),
        Box::new(move |request| call(&mut admin.layer(App::default()), request)),
    ];
    for service in services {
        let member = fake.sign_in("user_1").organization("org_1").token();
        let admin = fake.sign_in("user_2").organization("org_1").role("org:admin").token();
        let response = service(get(None));
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        assert_eq!(response.headers()["content-type"], "application/json");
        let response = service(get(Some(&member)));
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        assert_eq!(service(get(Some(&admin))).body(), "user_2");
    }
    let mut signed_in = auth.require_signed_in().layer(App::default());
    let token = fake.sign_in("user_3").token();
    assert_eq!(call(&mut signed_in, get(Some(&token))).body(), "user_3");
    assert_eq!(call(&mut signed_in, get(None)).status(), StatusCode::UNAUTHORIZED);
}

#[test]
fn the_cookies_of_a_handshake_are_set_once() {
    let key = clerk_auth::PublishableKey::of("clerk.example.com", false).unwrap();
    let (fake, browser) = FakeClerk::new().with_browser(key.as_str());
    let auth = Authenticator::builder()
        .client(client(fake.clone()))
        .publishable_key(key.as_str())
        .build()
        .unwrap();
    browser.sign_in(fake.sign_in("user_1"));
    for (number, user) in [(1, Some("user_1")), (2, None)] {
        if user.is_none() {
            browser.sign_out();
        }
        let start = "/v1/client/handshake?redirect_url=https://app.example.com/&format=nonce";
        let _ = fake.respond(Request::get(start).body(Bytes::new()).unwrap());
        let cookie = format!("__clerk_handshake_nonce=nonce_{number}");
        let request = Request::get("https://app.example.com/").header("cookie", cookie);
        let layered = auth.layer().layer(auth.require_signed_in().layer(App::default()));
        let response = call(&mut layered.clone(), request.body(Bytes::new()).unwrap());
        let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
        let uat = cookies.iter().filter(|it| it.as_bytes().starts_with(b"__client_uat=")).count();
        assert_eq!(uat, 1, "{cookies:?}");
        assert_eq!(response.status().is_success(), user.is_some());
    }
}

#[test]
fn the_cookies_of_a_refreshed_session_are_set_once_even_if_a_requirement_refuses() {
    let key = clerk_auth::PublishableKey::of("clerk.example.com", false).unwrap();
    let (fake, browser) = FakeClerk::new().with_browser(key.as_str());
    let auth = Authenticator::builder()
        .client(client(fake.clone()))
        .publishable_key(key.as_str())
        .build()
        .unwrap();
    browser.sign_in(fake.sign_in("user_1"));
    let (expired, suffix) = (fake.sign_in("user_1").expired().token(), key.cookie_suffix());
    let cookies = format!("__session={expired}; __client_uat=1; __refresh_{suffix}=rt_fake");
    let get = || Request::get("/").header("cookie", &cookies).body(Bytes::new()).unwrap();
    let admin = auth.require(role("org:admin"));
    let responses = [
        call(&mut admin.layer(App::default()), get()),
        call(&mut auth.layer().layer(admin.layer(App::default())), get()),
    ];
    for response in responses {
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        let cookies = response.headers().get_all("set-cookie").iter();
        let uat = cookies.filter(|it| it.as_bytes().starts_with(b"__client_uat=")).count();
        assert_eq!(uat, 1, "{response:?}");
    }
}

#[test]
fn a_guard_refuses_different_session_cookies_of_one_name() {
    let (fake, auth) = setup();
    let [first, second] = ["user_1", "user_2"].map(|user| fake.sign_in(user).token());
    let cookies = format!("__client_uat=1; __session={first}; __session={second}");
    let request = Request::get("/").header("cookie", cookies).body(()).unwrap();

    let state = pollster::block_on(auth.authenticate(&request));
    assert_eq!(state.session().unwrap().user_id, "user_1");
    let refusal = pollster::block_on(auth.guard(&request)).session().unwrap_err();
    assert_eq!(refusal.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(refusal.message(), "there are session cookies with different values");
}
