//! The cost of a guard in axum.

use std::{
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
};

use axum::{Router, body::Body, routing::get};
use clerk_axum::SignedIn;
use clerk_sdk::{
    auth::Authenticator,
    http::{Request, Response},
};
use tower::ServiceExt;

use crate::{ROUNDS, cpu_per_call, median, verify};

/// Prints the CPU time that authenticating adds to a request in axum, beside that of verifying its
/// token.
pub(crate) fn compare(auth: &Authenticator, token: &str) {
    async fn me(user: SignedIn) -> &'static str {
        black_box(user);
        "me"
    }
    let routes = || Router::new().route("/me", get(me));
    let plain: Router = Router::new().route("/me", get(async || "me"));
    let guarded: [(&str, Router); 3] = [
        ("extractor", routes().with_state(auth.clone())),
        ("layer, extractor", routes().layer(auth.layer()).with_state(auth.clone())),
        ("required too", {
            let required = routes().route_layer(auth.require_signed_in());
            required.layer(auth.layer()).with_state(auth.clone())
        }),
    ];
    let bearer = format!("Bearer {token}");
    let mut verified = Vec::new();
    let mut without = Vec::new();
    let mut times = guarded.each_ref().map(|_| Vec::new());
    for _ in 0..ROUNDS {
        verified.push(cpu_per_call(|| {
            black_box(verify(auth, black_box(token)).unwrap());
        }));
        without.push(cpu_per_call(|| send(&plain, &bearer)));
        for ((_, router), times) in guarded.iter().zip(&mut times) {
            times.push(cpu_per_call(|| send(router, &bearer)));
        }
    }
    let bare = median(without.iter().copied());
    println!("authenticate in axum, CPU time, of a request that takes {bare:.2} µs without:");
    for ((name, _), times) in guarded.iter().zip(&times) {
        let added = || times.iter().zip(&without).map(|(with, without)| with - without);
        let share = median(added().zip(&verified).map(|(added, verify)| added / verify));
        println!("  {name:>16} {:>7.2} µs  {share:.3} of verify", median(added()));
    }
}

/// Sends a request to a router, which never waits.
fn send(router: &Router, bearer: &str) {
    let request = Request::get("/me")
        .header("host", "app.example.com")
        .header("accept", "application/json")
        .header("authorization", bearer);
    let mut response = pin!(router.clone().oneshot(request.body(Body::empty()).unwrap()));
    match response.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(response) => assert!(response.as_ref().is_ok_and(is_success)),
        Poll::Pending => panic!("it waits"),
    }
}

fn is_success(response: &Response<Body>) -> bool {
    response.status().is_success()
}
