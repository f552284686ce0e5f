//! The responses of refusals.

use clerk_rocket::{
    Cause, ClerkFairing, Rejection, Require, Requires, SignedIn, require, require_signed_in,
};
use clerk_sdk::{
    api::jwks::GetJwks,
    auth::{Requirement, TokenKind, role},
    http::StatusCode,
    testing::{ApiFailure, FakeClerk},
};
use rocket::{
    Request, Response, Route, catch, catchers,
    fairing::AdHoc,
    get,
    http::{Header, Status},
    local::blocking::LocalResponse,
    routes,
};

use crate::support::{app, bearer, clerk, fake, launch, rocket, values};

struct Admin;

impl Require for Admin {
    fn requirement() -> Requirement {
        role("org:admin")
    }
}

#[get("/me")]
fn me(user: SignedIn) -> String {
    user.user_id.to_string()
}

#[get("/typed")]
fn typed(admin: Requires<Admin>) -> String {
    admin.user_id.to_string()
}

#[get("/scope")]
fn scope() -> &'static str {
    "scope"
}

#[get("/own")]
fn own(user: Result<SignedIn, &Rejection>) -> Result<String, (Status, String)> {
    user.map(|user| user.user_id.to_string())
        .map_err(|rejection| (Status::ImATeapot, rejection.to_string()))
}

#[get("/passed-on")]
fn passed_on(user: Result<SignedIn, &Rejection>) -> Result<String, &Rejection> {
    user.map(|user| user.user_id.to_string())
}

#[get("/rocket")]
fn of_rocket() -> Status {
    Status::Unauthorized
}

fn all() -> Vec<Route> {
    let mut all = routes![me, typed, own, passed_on, of_rocket];
    all.extend(require(role("org:admin"), routes![scope]));
    all
}

/// Checks the whole response of a refusal.
fn assert_refused(response: LocalResponse<'_>, status: u16, reason: &str) {
    let what = format!("{response:?}");
    assert_eq!(response.status().code, status, "{what}");
    assert_eq!(values(&response, "cache-control"), ["no-store"], "{what}");
    assert_eq!(values(&response, "content-type"), ["application/json"], "{what}");
    assert_eq!(values(&response, "x-clerk-auth-reason"), [reason], "{what}");
    let challenge: &[&str] = if status == 401 { &["Bearer"] } else { &[] };
    assert_eq!(values(&response, "www-authenticate"), challenge, "{what}");
    assert_eq!(response.headers().contains("retry-after"), status == 503, "{what}");
    let body = response.into_string().unwrap();
    assert!(body.starts_with(&format!(r#"{{"errors":[{{"code":"{reason}""#)), "{body}");
}

/// The guard suite has no route for these two.
#[test]
fn typed_requirements_and_refusals_that_are_passed_on() {
    let (fake, _) = fake();
    let auth = clerk(&fake).authenticator().accepts([TokenKind::Session, TokenKind::M2m]);
    let client = app(auth.build().unwrap(), all());
    let role = |role| fake.sign_in("user_1").organization("org_1").role(role).token();
    let forged = fake.sign_in("user_1").forged().token();
    let machine = fake.m2m_token("mch_1").token();
    for path in ["/typed", "/passed-on"] {
        let get = |token: &str| client.get(path).header(bearer(token)).dispatch();
        assert_refused(client.get(path).dispatch(), 401, "session-token-and-uat-missing");
        assert_refused(get(&forged), 401, "token-invalid-signature");
        assert_eq!(get(&machine).status(), Status::Forbidden, "{path}");
        assert_eq!(get(&role("org:admin")).into_string().unwrap(), "user_1", "{path}");
    }
    let member = role("org:member");
    let response = client.get("/typed").header(bearer(&member)).dispatch();
    assert_refused(response, 403, "not-allowed");
    fake.fail_next::<GetJwks>(ApiFailure::new(StatusCode::INTERNAL_SERVER_ERROR, "down"));
    let client = app(clerk(&fake).authenticator().build().unwrap(), all());
    let response = client.get("/typed").header(bearer(&member)).dispatch();
    assert_refused(response, 503, "jwk-remote-failed-to-load");
}

#[test]
fn a_handler_may_respond_to_a_refusal_in_its_own_way() {
    let (_, auth) = fake();
    let response = app(auth.clone(), all()).get("/own").dispatch().into_string().unwrap();
    assert_eq!(response, "401: session-token-and-uat-missing");
    let client = app(auth, all());
    let response = client.get("/own").dispatch();
    assert_eq!(response.status(), Status::ImATeapot);
    assert!(!response.headers().contains("www-authenticate"));
}

#[catch(401)]
fn unauthorized(request: &Request<'_>) -> String {
    match Rejection::of(request) {
        Some(Rejection(Cause::Refused(refusal))) => format!("own: {}", refusal.reason()),
        _ => "own".to_owned(),
    }
}

#[catch(default)]
fn default(status: Status, _: &Request<'_>) -> String {
    format!("default: {}", status.code)
}

#[test]
fn the_catchers_of_the_program_go_first_and_keep_the_headers() {
    let (fake, auth) = fake();
    let forged = fake.sign_in("user_1").forged().token();
    let member = fake.sign_in("user_1").organization("org_1").role("org:member").token();
    for (catchers, texts) in [
        (catchers![unauthorized], ["own: token-invalid-signature", "{\"errors\""]),
        (catchers![default], ["default: 401", "default: 403"]),
        (catchers![default, unauthorized], ["own: token-invalid-signature", "default: 403"]),
    ] {
        let rocket = rocket().attach(ClerkFairing::new(auth.clone())).register("/", catchers);
        let client = launch(rocket.mount("/", all()));
        for ((token, challenge), text) in
            [(&forged, &["Bearer"][..]), (&member, &[])].into_iter().zip(texts)
        {
            let response = client.get("/scope").header(bearer(token)).dispatch();
            assert_eq!(values(&response, "www-authenticate"), challenge);
            assert_eq!(values(&response, "cache-control"), ["no-store"]);
            let body = response.into_string().unwrap();
            assert!(body.starts_with(text), "{body}");
        }
    }
}

#[test]
fn other_errors_stay_rockets() {
    let (_, auth) = fake();
    let ours = app(auth, all());
    let rockets = launch(rocket().mount("/", routes![of_rocket]));
    for path in ["/rocket", "/unknown"] {
        let [ours, rockets] = [&ours, &rockets].map(|client| {
            let response = client.get(path).dispatch();
            let mut headers: Vec<_> = response.headers().iter().map(|it| it.to_string()).collect();
            headers.sort();
            (response.status(), headers, response.into_string())
        });
        assert_eq!(ours, rockets);
    }
}

#[test]
fn a_cors_fairing_on_either_side_reaches_refusals() {
    let (_, auth) = fake();
    let cors = || {
        AdHoc::on_response("CORS", |_, response: &mut Response<'_>| {
            Box::pin(async move {
                let origin = "https://app.example.com";
                response.set_header(Header::new("Access-Control-Allow-Origin", origin));
            })
        })
    };
    let clerk = ClerkFairing::new(auth);
    for rocket in
        [rocket().attach(cors()).attach(clerk.clone()), rocket().attach(clerk).attach(cors())]
    {
        let client = launch(rocket.mount("/", all()));
        let response = client.get("/me").dispatch();
        let origin = values(&response, "access-control-allow-origin");
        assert_eq!(origin, ["https://app.example.com"]);
        assert_refused(response, 401, "session-token-and-uat-missing");
    }
}

#[test]
fn require_signed_in_passes_on_users_and_the_machines_that_are_accepted() {
    let fake = FakeClerk::new().with_tokens();
    let [only_users, both] = [&[TokenKind::Session][..], &[TokenKind::Session, TokenKind::ApiKey]]
        .map(|kinds| clerk(&fake).authenticator().accepts(kinds).build().unwrap())
        .map(|auth| app(auth, require_signed_in(routes![scope])));
    let user = fake.sign_in("user_1").token();
    let key = fake.api_key("org_1").token();
    let send = |app: &rocket::local::blocking::Client, token: &str| {
        app.get("/scope").header(bearer(token)).dispatch().status()
    };
    assert_eq!([&only_users, &both].map(|app| send(app, &user)), [Status::Ok, Status::Ok]);
    assert_eq!([&only_users, &both].map(|app| send(app, &key)), [Status::Unauthorized, Status::Ok]);
    let response = both.get("/scope").dispatch();
    assert_eq!(response.status(), Status::Unauthorized);
    assert_eq!(values(&response, "www-authenticate"), ["Bearer"]);
}
