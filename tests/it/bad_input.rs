//! Bad input gets a clear error before anything is sent.

use clerk_sdk::{
    Clerk, Error,
    api::actor_tokens::{ActorToken, RevokeActorToken},
};

use crate::canned::Canned;

fn canned() -> Canned {
    Canned::new(200, &[], serde_json::to_vec(&ActorToken::sample()).unwrap())
}

#[test]
fn keys_and_urls_that_cannot_be_used() {
    type Builder = fn() -> clerk_sdk::ClientBuilder<Clerk>;
    let cases: [(&str, Builder); 9] = [
        ("an empty key", || Clerk::builder("")),
        ("a key with a line break", || Clerk::builder("sk_test_s3cr3t\n")),
        ("a publishable key", || Clerk::builder("pk_test_s3cr3t")),
        ("a relative base URL", || Clerk::builder("sk_test_x").base_url("/v1")),
        ("plain HTTP", || Clerk::builder("sk_test_x").base_url("http://api.clerk.com/v1")),
        ("a header name", || Clerk::builder("sk_test_x").header("a b", "c")),
        ("a header value", || Clerk::builder("sk_test_x").header("a", "s3cr3t\r\nb: c")),
        ("a header of the client", || Clerk::builder("sk_test_x").header("Authorization", "c")),
        ("a user agent", || Clerk::builder("sk_test_x").user_agent("a\nb")),
    ];
    let report: String = cases
        .into_iter()
        .map(|(name, builder)| {
            let error = builder().transport(canned()).build().unwrap_err();
            let debug = format!("{error:?} {:?}", builder());
            assert!(!debug.contains("s3cr3t"), "{debug}");
            format!("{name}\n    {error}\n")
        })
        .collect();
    assert!(!report.contains("s3cr3t"));
    insta::assert_snapshot!(report);
}

#[test]
fn plain_http_can_be_allowed_by_name() {
    let builder = Clerk::builder("sk_test_x").base_url("http://clerk.internal/v1");
    let clerk = builder.allow_insecure_http().transport(canned()).build().unwrap();
    assert_eq!(clerk.base_url().to_string(), "http://clerk.internal/v1");
}

#[test]
fn path_values_that_address_another_resource_are_not_sent() {
    let canned = canned();
    let clerk = canned.clerk();
    let report: String = ["", ".", ".."]
        .into_iter()
        .map(|id| {
            let error =
                smol::block_on(clerk.send(RevokeActorToken::new(id)).into_future()).unwrap_err();
            assert!(
                matches!(&error, Error::Encode(error) if error.name() == Some("actor_token_id"))
            );
            format!("{id:?}\n    {error}\n    {error:?}\n")
        })
        .collect();
    insta::assert_snapshot!(report);
    assert!(canned.sent().is_empty());
}

#[test]
fn headers_of_a_call_that_cannot_be_sent() {
    let canned = canned();
    let clerk = canned.clerk();
    let call = || clerk.send(RevokeActorToken::new("act_1"));
    let report: String =
        [("x-reason", "a\r\nb: s3cr3t"), ("x reason", "a"), ("authorization", "Bearer s3cr3t")]
            .into_iter()
            .map(|(name, value)| {
                let error = smol::block_on(call().header(name, value).into_future()).unwrap_err();
                assert!(!error.to_string().contains("s3cr3t"));
                format!("{name}: {:?}\n    {error}\n", value.replace("s3cr3t", "…"))
            })
            .collect();
    insta::assert_snapshot!(report);
    assert!(canned.sent().is_empty());
}
