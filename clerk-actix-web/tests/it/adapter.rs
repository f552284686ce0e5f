//! The adapter inside of actix-web: state, order of layers, overriding, responses.

use std::sync::Arc;

use actix_cors::Cors;
use actix_web::{
    App, Error, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{Service, ServiceFactory, ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderName},
    },
    middleware::{ErrorHandlerResponse, ErrorHandlers},
    rt::System,
    test::{self, TestRequest},
    web,
};
use clerk_actix_web::{
    Auth, Authenticated, Cause, ClerkMiddleware, MaybeSignedIn, Rejection, SignedIn, Webhook,
    require, require_signed_in,
};
use clerk_sdk::{
    Clerk,
    auth::{Authenticator, TokenKind, role},
    retry::RetryPolicy,
    testing::FakeClerk,
};

fn clerk(fake: &FakeClerk) -> Clerk {
    let builder = Clerk::builder("sk_test_x").transport(fake.clone());
    builder.retry(RetryPolicy::never()).build().unwrap()
}

fn setup() -> (FakeClerk, Authenticator) {
    let fake = FakeClerk::new().with_tokens();
    let auth = clerk(&fake).authenticator().build().unwrap();
    (fake, auth)
}

fn bearer(token: &str) -> (HeaderName, String) {
    (header::AUTHORIZATION, format!("Bearer {token}"))
}

async fn me(user: SignedIn) -> String {
    user.user_id.to_string()
}

/// Sends one request to an application. An error counts as its response.
async fn send<F, B>(app: App<F>, request: TestRequest) -> ServiceResponse<BoxBody>
where
    F: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    let app = test::init_service(app).await;
    app.call(request.to_request()).await.expect("a response").map_into_boxed_body()
}

fn text(response: &ServiceResponse<BoxBody>, name: impl header::AsHeaderName) -> Vec<String> {
    let values = response.headers().get_all(name);
    values.map(|value| value.to_str().unwrap().to_owned()).collect()
}

#[test]
fn a_forgotten_set_up_is_a_500_that_says_what_to_do() {
    System::new().block_on(async {
        let (_, auth) = setup();
        let paths = ["/me", "/feed", "/machine", "/state", "/hook", "/scope/public"];
        for path in paths {
            let app = App::new()
                .route("/me", web::get().to(me))
                .route("/feed", web::get().to(async |_: MaybeSignedIn| ""))
                .route("/machine", web::get().to(async |_: Authenticated| ""))
                .route("/state", web::get().to(async |_: Auth| ""))
                .route("/hook", web::get().to(async |_: Webhook| ""))
                .service(
                    web::scope("/scope")
                        .route("/public", web::get().to(async || "public"))
                        .wrap(require(role("org:admin"))),
                );
            let response = send(app, TestRequest::get().uri(path)).await;
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR, "{path}");
            let error = response.response().error().unwrap();
            assert!(error.as_error::<Rejection>().is_some());
            assert!(error.to_string().contains("wrap the application in"), "{error}");
            let body = test::read_body(response).await;
            assert!(!String::from_utf8_lossy(&body).contains("ClerkMiddleware"), "{body:?}");
        }

        // Each middleware brings only what it has.
        let app = App::new().route("/me", web::get().to(me)).wrap(ClerkMiddleware::default());
        let response = send(app, TestRequest::get().uri("/me")).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);

        // A guard outside of the middleware finds no state, and passes nothing on.
        let app = App::new()
            .route("/public", web::get().to(async || "public"))
            .wrap(ClerkMiddleware::new(auth))
            .wrap(require_signed_in());
        let response = send(app, TestRequest::get().uri("/public")).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    });
}

#[test]
fn cors_outside_lets_preflights_pass_and_adds_its_headers_to_refusals() {
    System::new().block_on(async {
        let (_, auth) = setup();
        let origin = (header::ORIGIN, "https://app.example.com");
        let app = || {
            let cors =
                Cors::default().allowed_origin(origin.1).allowed_methods(["GET"]).max_age(60);
            let admin = web::scope("/admin")
                .route("/users", web::get().to(async || "users"))
                .wrap(require(role("org:admin")));
            App::new()
                .service(admin)
                .route("/me", web::get().to(me))
                .wrap(ClerkMiddleware::new(auth.clone()))
                .wrap(cors)
        };
        for path in ["/admin/users", "/me"] {
            let request = TestRequest::default()
                .method(Method::OPTIONS)
                .uri(path)
                .insert_header(origin.clone())
                .insert_header((header::ACCESS_CONTROL_REQUEST_METHOD, "GET"));
            let response = send(app(), request).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert_eq!(text(&response, header::ACCESS_CONTROL_ALLOW_ORIGIN), [origin.1]);

            let response =
                send(app(), TestRequest::get().uri(path).insert_header(origin.clone())).await;
            assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{path}");
            assert_eq!(text(&response, header::ACCESS_CONTROL_ALLOW_ORIGIN), [origin.1]);
        }

        // Without CORS, OPTIONS is refused like every other method.
        let request = TestRequest::default().method(Method::OPTIONS).uri("/admin/users");
        let response = send(app(), request).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    });
}

#[test]
fn an_application_responds_to_a_refusal_in_its_own_way() {
    System::new().block_on(async {
        let (fake, auth) = setup();
        let own_page = |response: ServiceResponse<BoxBody>| {
            let error = response.response().error().and_then(|error| error.as_error());
            let reason = match error {
                Some(Rejection(Cause::Refused(refusal))) => refusal.reason().code().into_owned(),
                _ => "not ours".to_owned(),
            };
            let page = HttpResponse::Unauthorized().body(reason).map_into_right_body();
            Ok(ErrorHandlerResponse::Response(response.into_response(page)))
        };
        let app = || {
            let handlers = ErrorHandlers::new().handler(StatusCode::UNAUTHORIZED, own_page);
            let own = web::get().to(async |user: Result<SignedIn, Rejection>| match user {
                Ok(user) => user.user_id.to_string(),
                Err(rejection) => format!("please sign in: {rejection}"),
            });
            App::new()
                .route("/own", own)
                .route("/me", web::get().to(me))
                .service(
                    web::scope("/admin")
                        .route("/users", web::get().to(async || "users"))
                        .wrap(require(role("org:admin"))),
                )
                .wrap(ClerkMiddleware::new(auth.clone()))
                .wrap(handlers)
        };
        for path in ["/me", "/admin/users"] {
            let response = send(app(), TestRequest::get().uri(path)).await;
            assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
            let body = test::read_body(response).await;
            assert_eq!(body, "session-token-and-uat-missing", "{path}");
        }
        let response = send(app(), TestRequest::get().uri("/own")).await;
        assert_eq!(response.status(), StatusCode::OK);
        let body = test::read_body(response).await;
        assert!(body.starts_with(b"please sign in: 401: "), "{body:?}");
        let token = fake.sign_in("user_1").token();
        let response =
            send(app(), TestRequest::get().uri("/own").insert_header(bearer(&token))).await;
        assert_eq!(test::read_body(response).await, "user_1");
    });
}

#[test]
fn a_request_is_authenticated_once_and_its_session_is_shared() {
    System::new().block_on(async {
        let fake = FakeClerk::new().with_tokens();
        let kinds = [TokenKind::Session, TokenKind::ApiKey];
        let auth = clerk(&fake).authenticator().accepts(kinds).build().unwrap();
        let app = || {
            let twice = web::get().to(async |one: SignedIn, two: MaybeSignedIn| {
                let two = two.0.unwrap().0;
                Arc::ptr_eq(&one.0, &two).to_string()
            });
            let machine = web::get()
                .to(async |one: Authenticated, _: Auth| one.machine().unwrap().subject.to_string());
            App::new().service(
                web::scope("")
                    .route("/twice", twice)
                    .route("/machine", machine)
                    .wrap(require_signed_in())
                    .wrap(ClerkMiddleware::new(auth.clone())),
            )
        };
        let token = fake.sign_in("user_1").token();
        let request = TestRequest::get().uri("/twice").insert_header(bearer(&token));
        assert_eq!(test::read_body(send(app(), request).await).await, "true");

        fake.clear();
        let token = fake.api_key("user_2").token();
        let request = TestRequest::get().uri("/machine").insert_header(bearer(&token));
        assert_eq!(test::read_body(send(app(), request).await).await, "user_2");
        assert_eq!(fake.requests().len(), 1, "the API key is verified once");
    });
}

#[test]
fn headers_that_only_responses_have_do_not_reach_a_handler() {
    System::new().block_on(async {
        let (_, auth) = setup();
        let names = async |request: HttpRequest| {
            let names = request.headers().keys().map(|name| name.to_string());
            names.collect::<Vec<_>>().join(" ")
        };
        let app = App::new().route("/", web::get().to(names)).wrap(ClerkMiddleware::new(auth));
        let request = TestRequest::get()
            .insert_header(("x-clerk-auth-status", "signed-in"))
            .insert_header(("x-clerk-auth-reason", "none"))
            .insert_header(("x-clerk-auth-message", "none"))
            .insert_header(("x-other", "stays"));
        assert_eq!(test::read_body(send(app, request).await).await, "x-other");
    });
}

#[test]
fn webhooks_are_read_up_to_the_limit() {
    System::new().block_on(async {
        let fake = FakeClerk::new();
        let verifier = Arc::new(fake.webhook());
        let app = |limit| {
            let hook = async |event: Webhook| format!("{} of {}", event.kind(), event.id);
            let middleware = ClerkMiddleware::default().webhook(verifier.clone());
            App::new().route("/hook", web::post().to(hook)).wrap(middleware.body_limit(limit))
        };
        let body = br#"{"data": {"id": "user_1", "object": "user", "deleted": true},
            "type": "user.deleted", "object": "event", "timestamp": 1}"#;
        let now = clerk_sdk::Timestamp::now().as_unix_millis() / 1000;
        let request = || {
            let mut request = TestRequest::post().uri("/hook").set_payload(body.to_vec());
            for line in verifier.sign("msg_1", now, body) {
                request = request.insert_header(line);
            }
            request.insert_header((header::CONTENT_TYPE, "text/csv"))
        };
        let response = send(app(body.len()), request()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(test::read_body(response).await, "user.deleted of msg_1");

        let response = send(app(body.len() - 1), request()).await;
        assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    });
}
