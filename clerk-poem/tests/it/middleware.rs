//! The set-up, the order of middleware, and what an application can replace.

use std::{collections::HashSet, sync::Arc};

use clerk_poem::{
    Auth, Authenticated, Cause, ClerkMiddleware, MaybeSignedIn, Rejection, SignedIn, Webhook,
    require, require_signed_in,
};
use clerk_sdk::{
    Clerk,
    auth::{Accepts, Authenticator, PublishableKey, Session, role},
    retry::RetryPolicy,
    testing::FakeClerk,
    webhooks,
};
use poem::{
    Endpoint, EndpointExt, IntoResponse, Request, RequestParts, Response, Route, get, handler,
    http::{
        self, HeaderMap, StatusCode,
        header::{AUTHORIZATION, COOKIE, LOCATION, ORIGIN, SET_COOKIE},
        uri::Scheme,
    },
    middleware::Cors,
    post,
    web::{Data, LocalAddr, RemoteAddr},
};

const KEY: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";

fn setup() -> (FakeClerk, Authenticator) {
    let (fake, browser) = FakeClerk::with_defaults().with_browser(KEY);
    browser.sign_in(fake.sign_in("user_1"));
    let clerk = Clerk::builder("sk_test_x")
        .transport(fake.clone())
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let auth = clerk.authenticator().publishable_key(KEY).accepts(Accepts::ANY).build().unwrap();
    (fake, auth)
}

/// A request as the server creates it.
fn request(method: &str, uri: &str, headers: &[(http::HeaderName, String)]) -> Request {
    let mut request = http::Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let (parts, ()) = request.body(()).unwrap().into_parts();
    let peer = (LocalAddr::default(), RemoteAddr::default(), Scheme::HTTP);
    let parts = RequestParts::from((parts, peer.0, peer.1, peer.2));
    Request::from_parts(parts, poem::Body::empty())
}

fn bearer(token: &str) -> [(http::HeaderName, String); 1] {
    [(AUTHORIZATION, format!("Bearer {token}"))]
}

/// The cookies of a session that has expired and can be refreshed.
fn expired(fake: &FakeClerk) -> (http::HeaderName, String) {
    let token = fake.sign_in("user_1").expired().token();
    let suffix = PublishableKey::parse(KEY).unwrap().cookie_suffix();
    let cookies = [
        format!("__session_{suffix}={token}"),
        format!("__client_uat_{suffix}=1"),
        format!("__refresh_{suffix}=rt_fake"),
    ];
    (COOKIE, cookies.join("; "))
}

/// Returns whether a response sets cookies, and none of them twice.
fn sets_each_cookie_once(response: &Response) -> bool {
    let lines: Vec<_> = response.headers().get_all(SET_COOKIE).iter().collect();
    !lines.is_empty() && lines.iter().collect::<HashSet<_>>().len() == lines.len()
}

async fn text(response: Response) -> String {
    response.into_body().into_string().await.unwrap()
}

#[handler]
fn me(user: SignedIn) -> String {
    user.user_id.to_string()
}

#[handler]
fn twice(one: SignedIn, other: SignedIn, caller: Authenticated, feed: MaybeSignedIn) -> String {
    let others: [Arc<Session>; 2] = [other.0, feed.0.unwrap().0];
    let shared = others.iter().all(|other| Arc::ptr_eq(other, &one.0));
    format!("{shared} {}", std::ptr::eq(caller.session().unwrap(), &*one))
}

#[handler]
fn state(auth: Auth, headers: &HeaderMap) -> String {
    let forged = headers.contains_key("x-clerk-auth-status");
    format!("{} {forged}", auth.signed_in().is_ok())
}

#[handler]
fn hook(event: Webhook) -> String {
    event.kind().to_owned()
}

#[handler]
fn users() -> &'static str {
    "users"
}

#[tokio::test]
async fn a_request_is_authenticated_once_and_its_session_is_shared() {
    let (fake, auth) = setup();
    let app = get(twice)
        .with(require_signed_in())
        .with(ClerkMiddleware::new(auth.clone()))
        .with(ClerkMiddleware::new(auth));
    let response = app.get_response(request("GET", "/", &[expired(&fake)])).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(sets_each_cookie_once(&response));
    assert_eq!(text(response).await, "true true");
    let exchanges: Vec<_> = fake.exchanges().iter().map(ToString::to_string).collect();
    assert_eq!(exchanges.iter().filter(|it| it.contains("/refresh")).count(), 1, "{exchanges:?}");
}

#[tokio::test]
async fn cookies_of_a_refreshed_session_reach_errors_too() {
    let (fake, auth) = setup();
    let admin = Route::new().at("/users", get(users)).with(require(role("org:admin")));
    let app =
        Route::new().at("/hook", post(hook)).nest("/admin", admin).with(ClerkMiddleware::new(auth));
    for (path, status) in [("/none", 404), ("/hook", 405), ("/admin/users", 403)] {
        let response = app.get_response(request("GET", path, &[expired(&fake)])).await;
        assert_eq!(response.status(), status);
        assert!(sets_each_cookie_once(&response), "{path}");
    }
}

#[tokio::test]
async fn without_the_middleware_nobody_passes() {
    let (fake, auth) = setup();
    let token = fake.sign_in("user_1").role("org:admin").token();
    let admin = Route::new().at("/users", get(users)).with(require(role("org:admin")));
    let app = Route::new()
        .at("/me", get(me))
        .at("/state", get(state))
        .at("/hook", post(hook))
        .nest("/admin", admin)
        .data(auth);
    for (method, path) in
        [("GET", "/me"), ("GET", "/state"), ("GET", "/admin/users"), ("POST", "/hook")]
    {
        let error = app.call(request(method, path, &bearer(&token))).await.unwrap_err();
        let rejection = error.downcast_ref::<Rejection>().unwrap().to_string();
        assert!(rejection.contains("ClerkMiddleware"), "{path}: {rejection}");
        let response = error.into_response();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        assert!(!text(response).await.contains("Middleware"), "{path}");
    }
}

#[tokio::test]
async fn an_application_without_an_authenticator_only_receives_webhooks() {
    let verifier = webhooks::Webhook::sample();
    let body = r#"{"data":{"deleted":true,"id":"user_1","object":"user"},"object":"event","type":"user.deleted","timestamp":1767225600000}"#;
    let now = clerk_sdk::Timestamp::now().as_unix_millis() / 1000;
    let signed = verifier.sign("msg_1", now, body.as_bytes());
    let app = |limit| {
        Route::new()
            .at("/me", get(me))
            .at("/hook", post(hook))
            .with(ClerkMiddleware::default().webhook(webhooks::Webhook::sample()).body_limit(limit))
    };
    let delivery = |signed: &[(&'static str, String)]| {
        let mut request = Request::builder().method(http::Method::POST).uri_str("/hook");
        for (name, value) in signed {
            request = request.header(*name, value);
        }
        request.body(body)
    };
    for (limit, signed, status) in [
        (body.len(), &signed[..], StatusCode::OK),
        (body.len() - 1, &signed[..], StatusCode::PAYLOAD_TOO_LARGE),
        // The headers are checked before the body is read.
        (body.len() - 1, &signed[..2], StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(app(limit).get_response(delivery(signed)).await.status(), status, "{limit}");
    }
    let response = app(0).get_response(request("GET", "/me", &[])).await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn cors_outside_responds_to_preflights_and_lets_browsers_read_refusals() {
    let (_, auth) = setup();
    let admin = Route::new().at("/users", get(users)).with(require(role("org:admin")));
    let app = Route::new()
        .at("/me", get(me))
        .nest("/admin", admin)
        .with(ClerkMiddleware::new(auth))
        .with(Cors::new().allow_origin("https://app.example.com"));
    let origin = (ORIGIN, "https://app.example.com".to_owned());
    for path in ["/me", "/admin/users"] {
        let asked = (http::header::ACCESS_CONTROL_REQUEST_METHOD, "GET".to_owned());
        let preflight = request("OPTIONS", path, &[origin.clone(), asked]);
        assert!(app.get_response(preflight).await.status().is_success(), "{path}");
        let response = app.get_response(request("GET", path, std::slice::from_ref(&origin))).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{path}");
        let allowed = response.headers().get("access-control-allow-origin");
        assert_eq!(allowed.unwrap(), "https://app.example.com", "{path}");
    }
}

#[tokio::test]
async fn a_refusal_can_be_replaced() {
    #[handler]
    fn home(user: poem::Result<SignedIn>) -> String {
        match user {
            Ok(user) => user.user_id.to_string(),
            Err(error) => format!("please sign in: {}", error.status()),
        }
    }
    async fn page(rejection: Rejection) -> Response {
        match &rejection.0 {
            Cause::Refused(refusal) if refusal.status() == StatusCode::UNAUTHORIZED => {
                "Please sign in.".with_status(StatusCode::UNAUTHORIZED).into_response()
            }
            _ => rejection.into_response(),
        }
    }
    let (fake, auth) = setup();
    let admin = Route::new().at("/users", get(users)).with(require(role("org:admin")));
    let app = Route::new()
        .at("/me", get(me))
        .at("/home", get(home))
        .nest("/admin", admin)
        .catch_error(page)
        .with(ClerkMiddleware::new(auth));
    for path in ["/me", "/admin/users"] {
        let response = app.get_response(request("GET", path, &[])).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(text(response).await, "Please sign in.", "{path}");
    }
    let response = app.get_response(request("GET", "/home", &[])).await;
    assert_eq!(text(response).await, "please sign in: 401 Unauthorized");
    let token = fake.sign_in("user_1").token();
    let response = app.get_response(request("GET", "/admin/users", &bearer(&token))).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert!(text(response).await.contains("not-allowed"));
}

#[tokio::test]
async fn machines_pass_where_the_authenticator_accepts_them() {
    let (fake, auth) = setup();
    let token = fake.m2m_token("mch_1").token();
    for (guard, status) in [(require_signed_in(), 200), (require(role("org:admin")), 403)] {
        let app = get(users).with(guard).with(ClerkMiddleware::new(auth.clone()));
        let response = app.get_response(request("GET", "/", &bearer(&token))).await;
        assert_eq!(response.status(), status);
    }
}

#[tokio::test]
async fn forged_headers_are_removed() {
    let (_, auth) = setup();
    let app = get(state).with(ClerkMiddleware::new(auth));
    let forged = http::HeaderName::from_static("x-clerk-auth-status");
    let response = app.get_response(request("GET", "/", &[(forged, "signed-in".into())])).await;
    assert_eq!(text(response).await, "false false");
}

#[tokio::test]
async fn a_handshake_leads_back_to_the_original_url_of_a_nested_route() {
    let (_, auth) = setup();
    let nested = Route::new().at("/page", get(me)).with(ClerkMiddleware::new(auth));
    let app = Route::new().nest("/deep", nested);
    let headers = [
        (COOKIE, "__client_uat=1700000000".to_owned()),
        (http::header::HOST, "app.example.com".to_owned()),
        (http::HeaderName::from_static("sec-fetch-dest"), "document".to_owned()),
    ];
    let response = app.get_response(request("GET", "/deep/page?a=b", &headers)).await;
    assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
    let location = response.headers()[LOCATION].to_str().unwrap();
    assert!(location.contains("app.example.com%2Fdeep%2Fpage%3Fa%3Db"), "{location}");
}

#[tokio::test]
async fn other_data_and_extensions_stay_in_the_request() {
    #[handler]
    fn show(number: Data<&u8>, headers: &HeaderMap) -> String {
        format!("{} {}", *number, headers["x-own"].to_str().unwrap())
    }
    let (_, auth) = setup();
    let app = get(show).with(ClerkMiddleware::new(auth)).data(7_u8);
    let own = (http::HeaderName::from_static("x-own"), "kept".to_owned());
    assert_eq!(text(app.get_response(request("GET", "/", &[own])).await).await, "7 kept");
}
