//! The responses of refusals.

use clerk_rocket::{
    Auth, Authenticated, Cause, ClerkFairing, MaybeSignedIn, Rejection, Require, Requires,
    SignedIn, require, require_signed_in,
};
use clerk_sdk::{
    Clerk,
    api::{jwks::GetJwks, users::GetUser},
    auth::{Requirement, TokenKind, permission, role},
    http::StatusCode,
    testing::{ApiFailure, FakeClerk},
};
use rocket::{
    Request, Response, Route, State, catch, catchers,
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

#[get("/feed")]
fn feed(user: MaybeSignedIn) -> String {
    user.as_ref().map_or("anonymous".to_owned(), |user| user.user_id.to_string())
}

#[get("/machine")]
fn machine(caller: Authenticated) -> String {
    match caller.machine() {
        Some(token) => token.subject.clone(),
        None => caller.session().unwrap().user_id.to_string(),
    }
}

#[get("/state")]
fn state(auth: Auth) -> String {
    match auth.signed_in() {
        Ok(_) => "signed in".to_owned(),
        Err(refusal) => refusal.reason().to_string(),
    }
}

#[get("/typed")]
fn typed(admin: Requires<Admin>) -> String {
    admin.user_id.to_string()
}

#[get("/scope")]
fn scope() -> &'static str {
    "scope"
}

#[get("/refund")]
fn refund(user: SignedIn) -> Result<&'static str, Rejection> {
    user.require(permission("org:invoices:manage"))?;
    Ok("refunded")
}

#[get("/users/<id>")]
async fn user(id: &str, clerk: &State<Clerk>) -> Result<String, Rejection> {
    Ok(clerk.send(GetUser::new(id)).await?.id.to_string())
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
    let mut all = routes![me, feed, machine, state, typed, refund, own, passed_on, of_rocket];
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

#[test]
fn a_request_without_a_credential() {
    let (_, auth) = fake();
    let client = app(auth, all());
    for path in ["/me", "/machine", "/typed", "/scope", "/refund", "/passed-on"] {
        let reason = "session-token-and-uat-missing";
        assert_refused(client.get(path).dispatch(), 401, reason);
        assert_eq!(client.options(path).dispatch().status(), Status::NotFound, "{path}");
    }
    assert_eq!(client.get("/feed").dispatch().into_string().unwrap(), "anonymous");
    let state = client.get("/state").dispatch().into_string().unwrap();
    assert_eq!(state, "session-token-and-uat-missing");
}

#[test]
fn an_invalid_credential_is_never_anonymous() {
    let (fake, auth) = fake();
    let client = app(auth, all());
    let forged = fake.sign_in("user_1").forged().token();
    for path in ["/me", "/feed", "/machine", "/typed", "/scope"] {
        let response = client.get(path).header(bearer(&forged)).dispatch();
        assert_refused(response, 401, "token-invalid-signature");
    }
}

#[test]
fn an_outage_is_never_anonymous() {
    for path in ["/me", "/feed", "/machine", "/typed", "/scope"] {
        let (fake, auth) = fake();
        let token = fake.sign_in("user_1").token();
        fake.fail_next::<GetJwks>(ApiFailure::new(StatusCode::INTERNAL_SERVER_ERROR, "down"));
        let client = app(auth, all());
        let response = client.get(path).header(bearer(&token)).dispatch();
        assert_refused(response, 503, "jwk-remote-failed-to-load");
    }
}

#[test]
fn a_caller_who_is_not_allowed() {
    let (fake, _) = fake();
    let auth = clerk(&fake).authenticator().accepts([TokenKind::Session, TokenKind::M2m]);
    let client = app(auth.build().unwrap(), all());
    let member = fake.sign_in("user_1").organization("org_1").role("org:member").token();
    let machine = fake.m2m_token("mch_1").token();
    for (token, paths) in [
        (&member, &["/typed", "/scope", "/refund"][..]),
        (&machine, &["/me", "/feed", "/typed", "/scope", "/refund"]),
    ] {
        for path in paths {
            let response = client.get(*path).header(bearer(token)).dispatch();
            assert_eq!(response.status(), Status::Forbidden, "{path}");
            assert_eq!(values(&response, "cache-control"), ["no-store"], "{path}");
            assert_eq!(values(&response, "content-type"), ["application/json"], "{path}");
        }
    }
    let response = client.get("/machine").header(bearer(&machine)).dispatch();
    assert_eq!(response.into_string().unwrap(), "mch_1");
}

#[test]
fn a_caller_who_is_allowed() {
    let (fake, auth) = fake();
    let client = app(auth, all());
    let session = fake.sign_in("user_1").organization("org_1").role("org:admin");
    let token = session.permissions(["org:invoices:manage"]).token();
    for (path, body) in [
        ("/me", "user_1"),
        ("/feed", "user_1"),
        ("/machine", "user_1"),
        ("/state", "signed in"),
        ("/typed", "user_1"),
        ("/scope", "scope"),
        ("/refund", "refunded"),
        ("/own", "user_1"),
        ("/passed-on", "user_1"),
    ] {
        let response = client.get(path).header(bearer(&token)).dispatch();
        assert_eq!(response.status(), Status::Ok, "{path}");
        assert!(!response.headers().contains("www-authenticate"), "{path}");
        assert_eq!(response.into_string().unwrap(), body, "{path}");
    }
}

#[test]
fn the_error_of_a_call_is_a_response() {
    let fake = FakeClerk::new().on(|_: GetUser| Err(ApiFailure::not_found("resource_not_found")));
    let client = launch(rocket().manage(clerk(&fake)).mount("/", routes![user]));
    let response = client.get("/users/user_1").dispatch();
    assert_eq!(response.status(), Status::NotFound);
    assert_eq!(values(&response, "content-type"), ["application/problem+json"]);
    assert_eq!(response.into_string().unwrap(), r#"{"status":404,"title":"Not found."}"#);
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
