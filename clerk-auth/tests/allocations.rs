//! The allocations of a verification.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{alloc::System, sync::Mutex};

use clerk_api::conventions;
use clerk_auth::{Authenticator, Reverification, feature, permission, plan, reverification, role};
use clerk_core::client::Client;
use clerk_testing::FakeClerk;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Held by each test, because others of this process would be counted too.
static ALONE: Mutex<()> = Mutex::new(());

#[test]
fn verifying_takes_at_most_14_allocations_and_has_takes_none() {
    let _alone = ALONE.lock();
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

    let region = Region::new(HEAP);
    let session = pollster::block_on(auth.verify(&token)).unwrap();
    let allocations = region.change().allocations;
    assert!(allocations <= 14, "{allocations} allocations");

    let region = Region::new(HEAP);
    assert!(session.has(role("org:admin")) && session.has(permission("org:teams:read")));
    assert!(session.has(feature("invoices")) && session.has(plan("org:pro")));
    assert!(session.has(reverification(Reverification::LAX)));
    assert!(!session.has(permission("org:teams:manage")) && !session.has(role("org:member")));
    assert_eq!(region.change().allocations, 0);
}

#[test]
fn a_token_takes_memory_in_proportion_to_its_size() {
    let _alone = ALONE.lock();
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
        let region = Region::new(HEAP);
        let session = pollster::block_on(auth.verify(&token)).unwrap();
        let bytes = region.change().bytes_allocated;
        assert!(bytes < 8 * token.len(), "{bytes} bytes for {}", token.len());
        let region = Region::new(HEAP);
        assert!(!session.has(permission("org:a:other")));
        assert_eq!(region.change().allocations, 0);
    }
}
