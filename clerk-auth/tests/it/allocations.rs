//! The allocations of a verification.
use allocation_counter::measure;
use clerk_api::conventions;
use clerk_auth::{Authenticator, Reverification, feature, permission, plan, reverification, role};
use clerk_core::client::Client;
use clerk_testing::FakeClerk;

#[test]
fn verifying_takes_at_most_14_allocations_and_has_takes_none() {
    let fake = FakeClerk::new().with_tokens();
    let client: Client = conventions::client("sk_test_x").transport(fake.clone()).build().unwrap();
    let auth = Authenticator::builder()
        .client(client)
        .authorized_parties(["https://app.example.com"])
        .issuers(["https://clerk.example.com"])
        .build()
        .unwrap();
    let token = fake
        .sign_in("user_1")
        .organization("org_1")
        .slug("acme")
        .role("org:admin")
        .permissions(["org:invoices:manage", "org:invoices:read", "org:teams:read"])
        .plans(["u:free", "o:pro"])
        .token();
    pollster::block_on(auth.prefetch()).unwrap();
    pollster::block_on(auth.verify(&token)).unwrap();

    let mut session = None;
    let used = measure(|| session = Some(pollster::block_on(auth.verify(&token)).unwrap()));
    assert!(used.count_total <= 14, "{used:?}");

    let session = session.unwrap();
    let used = measure(|| {
        assert!(session.has(role("org:admin")) && session.has(permission("org:teams:read")));
        assert!(session.has(feature("invoices")) && session.has(plan("org:pro")));
        assert!(session.has(reverification(Reverification::LAX)));
        assert!(!session.has(permission("org:teams:manage")) && !session.has(role("org:member")));
    });
    assert_eq!(used.count_total, 0);
}

#[test]
fn a_token_takes_memory_in_proportion_to_its_size() {
    let fake = FakeClerk::new().with_tokens();
    let client: Client = conventions::client("sk_test_x").transport(fake.clone()).build().unwrap();
    let auth = Authenticator::builder().client(client).build().unwrap();
    pollster::block_on(auth.prefetch()).unwrap();
    let many = |element: &str| element.repeat(10_000 / element.len());
    for (features, names, masks) in [
        (many("o:a,"), many("p,"), many("1,")),
        (many("o:a,"), many("p,"), many("9")),
        (many("o:a,"), many("p,"), many("99999999999999999999,")),
        (many("o:a,"), many(","), many(",")),
        (many("o:a"), many("p"), many("9")),
    ] {
        let organization = serde_json::json!({ "id": "org_1", "per": names, "fpm": masks });
        let token = fake.sign_in("user_1").claim("fea", features).claim("o", organization).token();
        let mut session = None;
        let used = measure(|| session = Some(pollster::block_on(auth.verify(&token)).unwrap()));
        assert!(
            used.bytes_total < 8 * u64::try_from(token.len()).unwrap(),
            "{used:?} for {}",
            token.len()
        );
        let session = session.unwrap();
        let used = measure(|| assert!(!session.has(permission("org:a:other"))));
        assert_eq!(used.count_total, 0);
    }
}
