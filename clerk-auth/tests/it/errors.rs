//! The texts of errors, and what they must not show.

use std::{error::Error, time::Duration};

use clerk_auth::{Authenticator, Reason, VerifyError};
use clerk_core::http::StatusCode;
use clerk_testing::{FakeClerk, Script};

use crate::{
    support::client,
    vectors::{read, token_of},
};

/// An authenticator of the fake's instance, with this machine's clock.
fn authenticator(fake: &FakeClerk) -> Authenticator {
    Authenticator::builder()
        .client(client(fake.clone()))
        .authorized_parties(["https://app.example.com", "https://admin.example.com"])
        .issuers(["https://clerk.example.com"])
        .build()
        .unwrap()
}

fn refuse(auth: &Authenticator, token: &str) -> VerifyError {
    pollster::block_on(auth.verify(token)).unwrap_err()
}

#[test]
fn an_error_shows_reason_claim_and_both_values() {
    let fake = FakeClerk::new().with_tokens();
    let auth = authenticator(&fake);
    let error =
        refuse(&auth, &fake.sign_in("user_1").authorized_party("https://evil.example").token());
    assert_eq!(*error.reason(), Reason::TokenInvalidAuthorizedParties);
    assert_eq!(error.claim(), Some("azp"));
    assert_eq!(error.found(), Some("https://evil.example"));
    assert_eq!(error.expected(), Some("https://app.example.com, https://admin.example.com"));
    assert_eq!(error.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(
        error.to_string(),
        "token-invalid-authorized-parties: the token was made for another origin; `azp` is \
         \"https://evil.example\", expected https://app.example.com, https://admin.example.com"
    );
    let error =
        refuse(&auth, &fake.sign_in("user_1").claim("iss", "https://other.example").token());
    assert_eq!(error.claim(), Some("iss"));
    let error = refuse(&auth, &fake.sign_in("user_1").header("alg", "HS256").token());
    assert_eq!(
        error.to_string(),
        "token-invalid-algorithm: the token's algorithm is not allowed, or not that of the key; \
         `alg` is \"HS256\", expected RS256, RS384, or RS512"
    );
}

#[test]
fn an_error_about_a_time_shows_the_difference_to_the_clock() {
    let fake = FakeClerk::new().with_tokens();
    let auth = authenticator(&fake);
    let hour = Duration::from_secs(3600);
    // The test may take some seconds.
    let near = |difference: Option<Duration>| difference.unwrap().abs_diff(hour).as_secs() < 600;
    let error = refuse(&auth, &fake.sign_in("user_1").expired().token());
    assert_eq!(*error.reason(), Reason::TokenExpired);
    assert!(near(error.clock_difference()));
    assert!(error.to_string().contains("`exp` is 36"), "{error}");
    assert!(error.to_string().ends_with(" s behind this clock"), "{error}");
    let error = refuse(&auth, &fake.sign_in("user_1").early().token());
    assert_eq!(*error.reason(), Reason::TokenNotActiveYet);
    assert!(near(error.clock_difference()));
    assert!(error.to_string().ends_with(" s ahead of this clock"), "{error}");
}

#[test]
fn long_and_strange_values_are_cut_and_escaped() {
    let fake = FakeClerk::new().with_tokens();
    let auth = authenticator(&fake);
    for alg in ["x\ny", "\u{1b}[31m", &"é".repeat(10_000)] {
        let text = refuse(&auth, &fake.sign_in("user_1").header("alg", alg).token()).to_string();
        assert!(text.len() < 400 && !text.chars().any(char::is_control), "{text}");
    }
}

#[test]
fn no_error_and_no_debug_output_shows_a_token_or_a_key() {
    let fake = FakeClerk::new().with_tokens();
    let auth = authenticator(&fake);
    let sign_in = || fake.sign_in("user_1").claim("secret", "custom-value");
    let good = sign_in().token();
    let session = pollster::block_on(auth.verify(&good)).unwrap();
    assert!(!format!("{session:?}").contains("custom-value"));
    let tokens = [
        sign_in().expired().token(),
        sign_in().forged().token(),
        sign_in().template().token(),
        sign_in().of_another_instance().token(),
        sign_in().authorized_party("x").token(),
        sign_in().claim("exp", "soon").token(),
        format!("{good}A"),
        format!("{good}."),
        "sk_test_secret".to_owned(),
    ];
    for token in tokens {
        let error = refuse(&auth, &token);
        let shown = format!("{error} {error:?} {auth:?} {:?}", error.source());
        for part in token.split('.').chain(["sk_test_x", "custom-value"]) {
            assert!(part.is_empty() || !shown.contains(part), "{shown}");
        }
    }
}

#[test]
fn an_unreadable_pem_is_an_error_of_the_builder_that_names_the_problem() {
    for (pem, problem) in [
        ("", "no `-----BEGIN PUBLIC KEY-----`"),
        ("-----BEGIN PUBLIC KEY-----\nMIIB", "no `-----END PUBLIC KEY-----`"),
        (&*read("pem/ed.pem"), "it is not an RSA key of 2048 to 8192 bits"),
        (&*read("pem/rsa1024.pem"), "it is not an RSA key of 2048 to 8192 bits"),
    ] {
        let error = Authenticator::from_pem(pem).build().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("the JWT key cannot be used: jwk-failed-to-resolve: {problem}")
        );
    }
    let error = Authenticator::builder().build().unwrap_err();
    assert_eq!(error.setting(), "JWT key");
}

#[test]
fn an_outage_shows_the_failed_call() {
    let fake = Script::fixed(502, &[], "<html>Bad gateway</html>");
    let auth = Authenticator::builder().client(client(fake)).build().unwrap();
    let error = refuse(&auth, &token_of("n003"));
    assert_eq!(error.to_string(), "jwk-remote-failed-to-load: the keys cannot be fetched");
    let cause = error.source().unwrap().to_string();
    assert!(cause.starts_with("GetJwks (GetJWKS): 502 Bad Gateway"), "{cause}");
    assert!(format!("{error:?}").contains(&cause));
}
