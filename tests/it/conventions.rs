//! Clerk's conventions: keys, the base URL, rates.

use std::time::Duration;

use clerk_sdk::{
    Clerk,
    api::{
        actor_tokens::{Actor, CreateActorToken},
        conventions::rates,
    },
    limits::Rate,
    testing::Script,
};

use crate::clerk;

#[test]
fn invalid_keys_are_refused() {
    let cases = [
        ("an empty key", ""),
        ("a key with a line break", "sk_test_s3cr3t\n"),
        ("a publishable key", "pk_test_s3cr3t"),
        ("a publishable key in quotes", "\"pk_test_s3cr3t\""),
        ("a key in quotes", "\"sk_test_s3cr3t\""),
        ("a key in single quotes", "'sk_test_s3cr3t'"),
        ("a key before a quote", "sk_test_s3cr3t\""),
        ("a key with a space", " sk_test_s3cr3t"),
        ("a key with a line break inside", "sk_test_s3c\nr3t"),
        ("a whole header", "Bearer sk_test_s3cr3t"),
    ];
    let report: String = cases
        .into_iter()
        .map(|(name, key)| {
            let builder = || Clerk::builder(key);
            let error = builder().transport(Script::fixed(200, &[], "")).build().unwrap_err();
            let debug = format!("{error:?} {:?}", builder());
            assert!(!debug.contains("s3cr3t"), "{debug}");
            format!("{name}\n    {error}\n")
        })
        .collect();
    assert!(!report.contains("s3cr3t"));
    insta::assert_snapshot!(report, @r"
    an empty key
        the secret key is empty; copy it from the API keys page of Clerk's dashboard
    a key with a line break
        the secret key contains a line break; read it without the one at the end of the file
    a publishable key
        the secret key is a publishable key (`pk_…`); the Backend API takes the secret key (`sk_…`)
    a publishable key in quotes
        the secret key is a publishable key (`pk_…`); the Backend API takes the secret key (`sk_…`)
    a key in quotes
        the secret key is in quotes; remove them (`docker --env-file` keeps the quotes of its file)
    a key in single quotes
        the secret key is in quotes; remove them (`docker --env-file` keeps the quotes of its file)
    a key before a quote
        the secret key is in quotes; remove them (`docker --env-file` keeps the quotes of its file)
    a key with a space
        the secret key contains white space; trim it
    a key with a line break inside
        the secret key contains a line break; read it without the one at the end of the file
    a whole header
        the secret key begins with the scheme of an `Authorization` header; leave that out
    ");
}

#[test]
fn requests_go_to_the_backend_api() {
    let clerk = clerk(&Script::fixed(200, &[], ""));
    let request = clerk.request(&CreateActorToken::new("user_1", Actor::new("user_2"))).unwrap();
    assert_eq!(request.uri(), "https://api.clerk.com/v1/actor_tokens");
}

#[test]
fn the_key_determines_the_rate() {
    let production = Rate::new(1000, Duration::from_secs(10));
    let development = Rate::new(100, Duration::from_secs(10));
    assert_eq!((rates::PRODUCTION, rates::DEVELOPMENT), (production, development));
    assert_eq!(rates::of_key("sk_live_abc"), production);
    assert_eq!(rates::of_key("sk_test_abc"), development);
    assert_eq!(rates::of_key("ak_abc"), development);
    assert_eq!(rates::of_key(""), development);
}
