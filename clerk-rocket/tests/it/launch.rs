//! A forgotten set-up.

use clerk_rocket::{
    Auth, Authenticated, ClerkFairing, MaybeSignedIn, Rejection, Require, Requires, SignedIn,
    Webhook, require, require_signed_in,
};
use clerk_sdk::auth::{Requirement, role};
use rocket::{Build, Rocket, Route, error::ErrorKind, get, http::Status, post, routes};

use crate::support::{bearer, fake, launch, rocket};

struct Admin;

impl Require for Admin {
    fn requirement() -> Requirement {
        role("org:admin")
    }
}

#[get("/")]
fn signed_in(_user: SignedIn) {}

#[get("/")]
fn maybe(_user: MaybeSignedIn) {}

#[get("/")]
fn authenticated(_caller: Authenticated) {}

#[get("/")]
fn auth(_state: Auth) {}

#[get("/")]
fn requires(_user: Requires<Admin>) {}

#[get("/")]
fn result(user: Result<SignedIn, &Rejection>) -> Status {
    user.map_or_else(Rejection::status, |_| Status::Ok)
}

#[post("/", data = "<_event>")]
fn webhook(_event: Webhook) {}

#[post("/", data = "<event>")]
fn webhook_result(event: Result<Webhook, &Rejection>) -> Status {
    event.map_or_else(Rejection::status, |_| Status::Ok)
}

#[get("/")]
fn nothing() {}

fn aborts(rocket: Rocket<Build>) -> bool {
    match rocket::execute(rocket.ignite()) {
        Ok(_) => false,
        Err(error) => {
            assert!(matches!(error.kind(), ErrorKind::SentinelAborts(_)), "{error}");
            true
        }
    }
}

fn guards() -> Vec<Vec<Route>> {
    vec![
        routes![signed_in],
        routes![maybe],
        routes![authenticated],
        routes![auth],
        routes![requires],
        routes![result],
        require(role("org:admin"), routes![signed_in]),
        require_signed_in(routes![signed_in]),
    ]
}

#[test]
fn a_guard_without_an_authenticator_fails_at_launch() {
    let (_, auth) = fake();
    for routes in guards() {
        let mounted = || rocket().mount("/", routes.clone());
        let name = routes[0].name.clone().unwrap();
        assert!(aborts(mounted()), "{name}");
        assert!(aborts(mounted().attach(ClerkFairing::default())), "{name}");
        assert!(!aborts(mounted().attach(ClerkFairing::new(auth.clone()))), "{name}");
    }
}

#[test]
fn a_webhook_without_a_verifier_fails_at_launch() {
    let (fake, auth) = fake();
    for routes in [routes![webhook], routes![webhook_result]] {
        let mounted = || rocket().mount("/", routes.clone());
        assert!(aborts(mounted()));
        assert!(aborts(mounted().attach(ClerkFairing::new(auth.clone()))));
        assert!(!aborts(mounted().attach(ClerkFairing::default().webhook(fake.webhook()))));
    }
}

#[test]
fn routes_that_only_require_protects_stay_closed_without_the_fairing() {
    let (fake, _) = fake();
    let token = fake.sign_in("user_1").organization("org_1").role("org:admin").token();
    let admin = require(role("org:admin"), routes![nothing]);
    for routes in [admin, require_signed_in(routes![nothing])] {
        let client = launch(rocket().mount("/", routes));
        let response = client.get("/").header(bearer(&token)).dispatch();
        assert_eq!(response.status(), Status::InternalServerError);
    }
}

#[test]
fn the_fairing_may_be_attached_twice() {
    let (fake, auth) = fake();
    let client = launch(
        rocket()
            .attach(ClerkFairing::default())
            .attach(ClerkFairing::new(auth))
            .mount("/", routes![signed_in]),
    );
    let token = fake.sign_in("user_1").token();
    assert_eq!(client.get("/").header(bearer(&token)).dispatch().status(), Status::Ok);
}
