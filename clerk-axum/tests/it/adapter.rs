//! The promises of the adapter that the guard suite does not cover.

use std::{io, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{DefaultBodyLimit, FromRef},
    http::{HeaderValue, Method, Request, StatusCode},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use clerk_axum::{Auth, Authenticated, Cause, MaybeSignedIn, Rejection, SignedIn, Webhook};
use clerk_sdk::{
    Clerk, Timestamp,
    auth::{Accepts, Authenticator, Refusal, role},
    testing::FakeClerk,
    webhooks,
};
use futures_lite::stream;
use tower::ServiceExt as _;
use tower_http::cors::CorsLayer;

const PUBLISHABLE_KEY: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";

#[derive(Clone, FromRef)]
struct App {
    auth: Authenticator,
    webhook: Arc<webhooks::Webhook>,
}

fn setup() -> (FakeClerk, App) {
    let fake = FakeClerk::new().with_tokens();
    let auth = Clerk::builder("sk_test_x")
        .transport(fake.clone())
        .build()
        .unwrap()
        .authenticator()
        .publishable_key(PUBLISHABLE_KEY)
        .accepts(Accepts::ANY)
        .build()
        .unwrap();
    let webhook = Arc::new(fake.webhook());
    (fake, App { auth, webhook })
}

async fn me(user: SignedIn) -> String {
    user.user_id.to_string()
}

fn request(path: &str) -> axum::http::request::Builder {
    Request::get(path).header("host", "app.example.com")
}

async fn send(app: &Router, request: axum::http::request::Builder) -> Response {
    app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn status(app: &Router, path: &str) -> StatusCode {
    send(app, request(path)).await.status()
}

async fn text(response: Response) -> String {
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

#[tokio::test]
async fn cors_outside_lets_preflights_through_and_marks_refusals() {
    let (_, app) = setup();
    let origin = HeaderValue::from_static("https://admin.example.com");
    let cors = CorsLayer::new().allow_origin(origin.clone()).allow_methods([Method::GET]);
    let admin = Router::new().route("/users", get(async || "users"));
    let app = Router::new()
        .nest("/admin", admin.route_layer(app.auth.require(role("org:admin"))))
        .layer(app.auth.layer())
        .layer(cors)
        .with_state(app);
    let preflight = Request::options("/admin/users")
        .header("origin", &origin)
        .header("access-control-request-method", "GET");
    let response = send(&app, preflight).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["access-control-allow-origin"], origin);
    assert_eq!(text(response).await, "");
    let response = send(&app, request("/admin/users").header("origin", &origin)).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(response.headers()["access-control-allow-origin"], origin);
}

#[tokio::test]
async fn a_requirement_covers_the_routes_before_it_and_route_layer_spares_unknown_paths() {
    let (_, app) = setup();
    let require = app.auth.require_signed_in();
    let page = || get(async || "page");
    let covered = Router::new().route("/a", page()).route_layer(require.clone());
    let routes: Router = covered.clone().route("/b", page());
    assert_eq!(status(&routes, "/a").await, StatusCode::UNAUTHORIZED);
    assert_eq!(status(&routes, "/b").await, StatusCode::OK);
    assert_eq!(status(&routes, "/c").await, StatusCode::NOT_FOUND);
    let all: Router = Router::new().route("/a", page()).layer(require);
    assert_eq!(status(&all, "/c").await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_refusal_can_be_replaced_everywhere_or_in_one_handler() {
    async fn to_sign_in(response: Response) -> Response {
        match response.extensions().get::<Refusal>() {
            Some(refusal) if refusal.status() == StatusCode::UNAUTHORIZED => {
                Redirect::to("/sign-in").into_response()
            }
            _ => response,
        }
    }
    async fn own(user: Result<SignedIn, Rejection>) -> String {
        match user {
            Ok(user) => user.user_id.to_string(),
            Err(Rejection(Cause::Refused(refusal))) => format!("sorry: {}", refusal.reason()),
            Err(other) => other.to_string(),
        }
    }
    let (_, app) = setup();
    let scope = Router::new().route("/scope", get(async || "scope"));
    let app = Router::new()
        .route("/me", get(me))
        .route("/own", get(own))
        .merge(scope.route_layer(app.auth.require_signed_in()))
        .layer(middleware::map_response(to_sign_in))
        .with_state(app);
    for path in ["/me", "/scope"] {
        let response = send(&app, request(path)).await;
        assert_eq!(response.headers()["location"], "/sign-in", "{path}");
    }
    let response = send(&app, request("/own")).await;
    assert_eq!(text(response).await, "sorry: session-token-and-uat-missing");
}

#[tokio::test]
async fn a_request_is_authenticated_once_and_its_session_is_shared() {
    async fn users(a: SignedIn, b: MaybeSignedIn, c: Option<SignedIn>, d: SignedIn) -> String {
        let all = [b.0.unwrap(), c.unwrap(), d];
        let shared = all.iter().all(|user| Arc::ptr_eq(&user.0, &a.0));
        format!("{} {shared}", a.user_id)
    }
    async fn machines(a: Authenticated, b: Auth, c: Authenticated) -> String {
        assert!(b.signed_in().is_ok() && c.machine().is_some());
        a.machine().unwrap().subject.clone()
    }
    let (fake, app) = setup();
    let auth = app.auth.clone();
    let app: Router = Router::new()
        .route("/users", get(users))
        .route("/machines", get(machines))
        .route_layer(auth.require_signed_in())
        .with_state(app);
    for app in [app.clone(), app.layer(auth.layer())] {
        let bearer = format!("Bearer {}", fake.sign_in("user_1").token());
        let response = send(&app, request("/users").header("authorization", bearer)).await;
        assert_eq!(text(response).await, "user_1 true");
        fake.clear();
        let bearer = format!("Bearer {}", fake.m2m_token("mch_1").token());
        let response = send(&app, request("/machines").header("authorization", bearer)).await;
        assert_eq!(text(response).await, "mch_1");
        assert_eq!(fake.exchanges().len(), 1, "the token is verified once");
    }
}

#[tokio::test]
async fn webhooks_have_a_limit_of_their_own() {
    async fn small(_: Webhook<1000>) {}
    async fn large(event: Webhook<3_000_000>) -> String {
        event.kind().to_owned()
    }
    let (_, app) = setup();
    let webhook = app.webhook.clone();
    let app = Router::new()
        .route("/small", post(small))
        .route("/large", post(large))
        .layer(DefaultBodyLimit::max(10))
        .with_state(app);
    let event = r#"{"type":"x.y","object":"event","data":{},"instance_id":"ins_1","timestamp":1}"#;
    let deliver = async |path: &str, length: usize, cut: bool| {
        let body = format!("{event}{}", " ".repeat(length - event.len()));
        let now = Timestamp::now().as_unix_millis() / 1000;
        let mut request = Request::post(path);
        for (name, value) in webhook.sign("msg_1", now, body.as_bytes()) {
            request = request.header(name, value);
        }
        let reset = || Err::<String, io::Error>(io::ErrorKind::ConnectionReset.into());
        let body = if cut { Body::from_stream(stream::once(reset())) } else { body.into() };
        let response = app.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        (response.status(), text(response).await)
    };
    assert_eq!(deliver("/small", 1000, false).await.0, StatusCode::OK);
    let too_large = "the body is longer than the limit of 1000 bytes".to_owned();
    assert_eq!(deliver("/small", 1001, false).await, (StatusCode::PAYLOAD_TOO_LARGE, too_large));
    assert_eq!(deliver("/large", 2_900_000, false).await, (StatusCode::OK, "x.y".to_owned()));
    let ended = "the body ended early".to_owned();
    assert_eq!(deliver("/large", 1000, true).await, (StatusCode::BAD_REQUEST, ended));
}
