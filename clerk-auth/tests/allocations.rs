//! The allocations of a verification.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::alloc::System;

use clerk_api::conventions;
use clerk_auth::{Authenticator, Reverification, feature, permission, plan, reverification, role};
use clerk_core::client::Client;
use clerk_testing::FakeClerk;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// One test, because other tests of this process would be counted too.
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
