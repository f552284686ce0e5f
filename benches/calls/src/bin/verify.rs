//! Measures the verification of a session token, and the authentication of a request, beside
//! jsonwebtoken. Prints the figures.

use std::{
    alloc::System,
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use calls::{Case, Outcome, compare};
use clerk_sdk::{
    Clerk,
    api::jwks::{GetJwks, Jwk},
    http::Request,
    testing::FakeClerk,
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 60;
const CALLS: u32 = 300;

/// The claims of a session token, as an application would declare them for jsonwebtoken.
#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is what is measured")]
#[rustfmt::skip] // short
struct Claims {
    sub: String, sid: String, sts: String, iss: String, azp: String, fea: String, pla: String,
    exp: i64, nbf: i64, iat: i64, v: u8, fva: [i64; 2], o: Organization,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is what is measured")]
#[rustfmt::skip] // short
struct Organization { id: String, slg: String, rol: String, per: String, fpm: String }

fn main() -> Outcome {
    let fake = FakeClerk::new().with_tokens();
    let clerk = Clerk::builder("sk_test_x").transport(fake.clone()).build()?;
    let auth = clerk
        .authenticator()
        .authorized_parties(["https://app.example.com"])
        .publishable_key("pk_live_Y2xlcmsuZXhhbXBsZS5jb20k") // clerk.example.com
        .build()?;
    ready(auth.prefetch())?;
    let token = fake
        .sign_in("user_2hR5nWqT9aVxE3kUoM6fCz1DsLy")
        .organization("org_2bJ7yKpX4mGdS8vQrN1tZc5HwEa")
        .slug("acme")
        .role("org:admin")
        .permissions(["org:invoices:manage", "org:invoices:read", "org:teams:read"])
        .plans(["u:free", "o:pro"])
        .expires_in(Duration::from_secs(36_000))
        .token();
    let token = token.as_str();

    let keys = ready(async { clerk.send(GetJwks::new()).await })?;
    let [Jwk::Rsa(key), ..] = keys.keys.as_slice() else { return Err("no RSA key".into()) };
    let decoding = DecodingKey::from_rsa_components(&key.n, &key.e)?;
    let mut validation = Validation::new(Algorithm::RS256);
    validation.leeway = 5;
    validation.validate_nbf = true;
    validation.set_issuer(&["https://clerk.example.com"]);
    validation.validate_aud = false;

    let request = Request::get("/invoices?page=2")
        .header("host", "app.example.com")
        .header("accept", "application/json")
        .header("authorization", format!("Bearer {token}"))
        .body(())?;

    let region = Region::new(HEAP);
    let session = ready(auth.verify(token))?;
    println!("verify verify allocations {}", region.change().allocations);
    drop(session);

    compare(
        ROUNDS,
        &mut [
            case("jsonwebtoken", || {
                let data = jsonwebtoken::decode::<Claims>(token, &decoding, &validation);
                black_box(data).is_ok_and(|data| data.claims.azp == "https://app.example.com")
            }),
            case("verify", || ready(auth.verify(black_box(token))).is_ok()),
            case("request", || ready(auth.authenticate(black_box(&request))).signed_in().is_ok()),
        ],
    )
}

fn case<'a>(row: &'a str, call: impl Fn() -> bool + 'a) -> Case<'a> {
    let run = move || match (0..CALLS).all(|_| call()) {
        true => Ok(()),
        false => Err(format!("{row} refuses the token").into()),
    };
    Case { table: "verify", row, suffix: String::new(), calls: CALLS, run: Box::new(run) }
}

/// Returns the output of a future that never waits, because all keys are in memory. An executor would
/// make an allocation of its own.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits"),
    }
}
