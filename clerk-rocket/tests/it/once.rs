//! Authenticated once, and shared.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use clerk_rocket::{Auth, Authenticated, MaybeSignedIn, SignedIn, require};
use clerk_sdk::{Timestamp, auth::role};
use rocket::{get, http::Status, routes};

use crate::support::{app, bearer, clerk, fake};

#[get("/one")]
fn one(_user: SignedIn) {}

#[get("/many")]
fn many(first: SignedIn, second: MaybeSignedIn, third: Auth, _fourth: Authenticated) {
    let second = second.0.unwrap().0;
    assert!(Arc::ptr_eq(&first.0, &second));
    assert!(Arc::ptr_eq(&first.0, third.session().unwrap()));
}

#[test]
fn a_request_is_authenticated_once() {
    let (fake, _) = fake();
    let readings = Arc::new(AtomicUsize::new(0));
    let counted = readings.clone();
    let clock = move || {
        counted.fetch_add(1, Ordering::Relaxed);
        Timestamp::now()
    };
    let auth = clerk(&fake).authenticator().clock(clock).build().unwrap();
    let routes = [routes![one], require(role("org:admin"), routes![many])].concat();
    let client = app(auth, routes);
    let token = fake.sign_in("user_1").organization("org_1").role("org:admin").token();
    let count = |path| {
        readings.store(0, Ordering::Relaxed);
        let response = client.get(path).header(bearer(&token)).dispatch();
        assert_eq!(response.status(), Status::Ok, "{path}");
        readings.load(Ordering::Relaxed)
    };
    let first = count("/one");
    assert!(first > 0);
    assert_eq!(count("/many"), first);
    assert_eq!(count("/one"), first, "nothing is kept between requests");
}
