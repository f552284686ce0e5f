//! Measures the verification of session tokens beside jsonwebtoken, and prints the figures.
//!
//! ```text
//! cargo run --release --manifest-path benches/verify/Cargo.toml
//! ```
//!
//! The candidates take turns, and each figure is the median of the rounds.

mod web;

use std::{
    alloc::System,
    hint::black_box,
    pin::pin,
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, Instant},
};

use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use clerk_sdk::{
    Clerk,
    api::jwks::{GetJwks, Jwk},
    auth::{Authenticator, PublishableKey, Session, VerifyError, permission},
    http::Request,
    testing::{FakeClerk, tokens::SignIn},
};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use rustix::time::{ClockId, clock_gettime};
use serde::Deserialize;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The key of the instance `clerk.example.com`.
const PUBLISHABLE_KEY: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";

const ROUNDS: usize = 60;
const CALLS: u32 = 300;

/// The claims of a session token, as an application would declare them for jsonwebtoken.
#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is what is measured")]
struct Claims {
    sub: String,
    sid: String,
    sts: String,
    iss: String,
    azp: String,
    exp: i64,
    nbf: i64,
    iat: i64,
    v: u8,
    fva: [i64; 2],
    fea: String,
    pla: String,
    o: Organization,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is what is measured")]
struct Organization {
    id: String,
    slg: String,
    rol: String,
    per: String,
    fpm: String,
}

fn main() {
    let fake = FakeClerk::new().with_tokens();
    let clerk = Clerk::builder("sk_test_x").transport(fake.clone()).build().unwrap();
    let auth = clerk
        .authenticator()
        .authorized_parties(["https://app.example.com"])
        .publishable_key(PUBLISHABLE_KEY)
        .build()
        .unwrap();
    let sign_in = || {
        fake.sign_in("user_2hR5nWqT9aVxE3kUoM6fCz1DsLy")
            .organization("org_2bJ7yKpX4mGdS8vQrN1tZc5HwEa")
            .slug("acme")
            .role("org:admin")
            .permissions(["org:invoices:manage", "org:invoices:read", "org:teams:read"])
            .plans(["u:free", "o:pro"])
            .expires_in(Duration::from_secs(36_000))
    };
    pollster::block_on(auth.prefetch()).unwrap();
    let token = sign_in().token();

    compare(&auth, &clerk, &token);
    requests(&auth, &token);
    web::compare(&auth, &token);
    count(&auth, &token);
    refuse(&auth, sign_in);
    at_once(&auth, &token);
}

/// Verifies a token whose key is cached, which never waits. An executor would make an allocation of
/// its own.
fn verify(auth: &Authenticator, token: &str) -> Result<Session, VerifyError> {
    let mut verification = pin!(auth.verify(token));
    match verification.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => panic!("it waits"),
    }
}

/// Prints the CPU time of a verification, of jsonwebtoken, and of the signature alone.
fn compare(auth: &Authenticator, clerk: &Clerk, token: &str) {
    let keys = pollster::block_on(clerk.send(GetJwks::new())).unwrap();
    let Jwk::Rsa(key) = &keys.keys[0] else { panic!("an RSA key") };
    let theirs = DecodingKey::from_rsa_components(&key.n, &key.e).unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.leeway = 5;
    validation.validate_nbf = true;
    validation.set_issuer(&["https://clerk.example.com"]);
    validation.validate_aud = false;

    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let key = RsaPublicKeyComponents { n: bytes(&key.n), e: bytes(&key.e) };
    let key: ParsedPublicKey = key.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256).unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = bytes(signature);

    let [mut ours, mut jsonwebtoken, mut signatures] = [const { Vec::new() }; 3];
    for _ in 0..ROUNDS {
        jsonwebtoken.push(cpu_per_call(|| {
            let data = jsonwebtoken::decode::<Claims>(token, &theirs, &validation).unwrap();
            assert!(data.claims.azp == "https://app.example.com");
            black_box(data);
        }));
        ours.push(cpu_per_call(|| {
            black_box(verify(auth, black_box(token)).unwrap());
        }));
        signatures.push(cpu_per_call(|| key.verify_sig(signed.as_bytes(), &signature).unwrap()));
    }
    let share = |values: &[f64]| median(values.iter().zip(&jsonwebtoken).map(|(a, b)| a / b));
    println!("verify, CPU time:");
    for (name, values) in
        [("jsonwebtoken", &jsonwebtoken), ("clerk-auth", &ours), ("signature alone", &signatures)]
    {
        let time = median(values.iter().copied());
        println!("  {name:>16} {time:>7.2} µs  {:.3} of jsonwebtoken", share(values));
    }
}

/// Prints the CPU time of authenticating a request beside that of verifying its token.
fn requests(auth: &Authenticator, token: &str) {
    let suffix = PublishableKey::parse(PUBLISHABLE_KEY).unwrap().cookie_suffix();
    let plain = format!("theme=dark; __client_uat=1; __session={token}");
    let both = format!("{plain}; __session_{suffix}={token}; __client_uat_{suffix}=1; lang=en");
    let get = || {
        Request::get("/invoices?page=2")
            .header("host", "app.example.com")
            .header("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101")
            .header("accept", "text/html,application/xhtml+xml")
            .header("sec-fetch-dest", "document")
            .header("sec-fetch-site", "same-origin")
            .header("referer", "https://app.example.com/")
    };
    let kinds = [
        ("header", get().header("authorization", format!("Bearer {token}"))),
        ("cookies", get().header("cookie", plain)),
        ("with suffix too", get().header("cookie", both)),
    ];
    let requests = kinds.map(|(name, request)| (name, request.body(()).unwrap()));
    let mut verify = Vec::new();
    let mut times = requests.each_ref().map(|_| Vec::new());
    for _ in 0..ROUNDS {
        verify.push(cpu_per_call(|| {
            black_box(pollster::block_on(auth.verify(black_box(token))).unwrap());
        }));
        for ((_, request), times) in requests.iter().zip(&mut times) {
            times.push(cpu_per_call(|| {
                let state = pollster::block_on(auth.authenticate(black_box(request)));
                assert!(black_box(state).signed_in().is_ok());
            }));
        }
    }
    println!("authenticate a request, CPU time:");
    for ((name, _), times) in requests.iter().zip(&times) {
        let share = median(times.iter().zip(&verify).map(|(time, verify)| time / verify));
        let time = median(times.iter().copied());
        println!("  {name:>16} {time:>7.2} µs  {share:.3} of verify");
    }
}

/// Prints the allocations of a verification, and of a requirement.
fn count(auth: &Authenticator, token: &str) {
    let region = Region::new(HEAP);
    let session = verify(auth, token).unwrap();
    let verify = region.change().allocations;
    let requirement = permission("org:teams:read");
    let region = Region::new(HEAP);
    assert!(session.has(&requirement) && !session.has(permission("org:teams:manage")));
    println!("allocations: verify {verify}, has {}", region.change().allocations);
    let has = cpu_per_call(|| {
        black_box(session.has(black_box(&requirement)));
    });
    println!("has, CPU time: {has:.3} µs");
}

/// Prints the CPU time of refusing a token by its header.
fn refuse(auth: &Authenticator, sign_in: impl Fn() -> SignIn) {
    println!("refuse, CPU time:");
    for (param, value) in [("typ", "at+jwt"), ("cat", "cl_B7d4PD222AAA"), ("alg", "HS256")] {
        let token = sign_in().header(param, value).token();
        let time = median((0..ROUNDS).map(|_| {
            cpu_per_call(|| {
                black_box(verify(auth, &token).unwrap_err());
            })
        }));
        println!("  {param:>16} {time:>7.2} µs");
    }
}

/// Prints the verifications in a second, and the CPU time of one, by the number of threads. The CPU
/// time grows if threads wait for one another.
fn at_once(auth: &Authenticator, token: &str) {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    println!("verifications in a second, on {cores} cores:");
    for threads in [1, cores, 64] {
        let calls = 20_000 / threads;
        let (start, cpu) = (Instant::now(), cpu_time());
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    for _ in 0..calls {
                        black_box(verify(auth, token).unwrap());
                    }
                });
            }
        });
        let calls = f64::from(u32::try_from(calls * threads).unwrap());
        let rate = calls / start.elapsed().as_secs_f64();
        let cpu = (cpu_time() - cpu).as_secs_f64() * 1e6 / calls;
        println!("  {threads:>3} threads {rate:>9.0}, {cpu:>6.2} µs");
    }
}

/// Returns the CPU time of one call, in microseconds.
fn cpu_per_call(mut call: impl FnMut()) -> f64 {
    let start = cpu_time();
    (0..CALLS).for_each(|_| call());
    (cpu_time() - start).as_secs_f64() * 1e6 / f64::from(CALLS)
}

fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
