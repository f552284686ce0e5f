//! Each operation's request, as it goes over the wire.

use clerk_sdk::{
    Clerk,
    api::actor_tokens::{Actor, CreateActorToken, RevokeActorToken},
    testing::wire,
};

use crate::canned::Canned;

fn clerk() -> Clerk {
    Canned::new(200, &[], "").clerk()
}

#[test]
fn create_actor_token() {
    let endpoint = CreateActorToken::new("user_1", Actor::new("user_2"));
    insta::assert_snapshot!(wire(&clerk().request(&endpoint).unwrap()));
}

#[test]
fn create_actor_token_with_everything() {
    let actor = Actor::new("user_2").with("reason", "ticket 4711").with("level", 3);
    let endpoint = CreateActorToken::new("user_1", actor)
        .expires_in_seconds(600)
        .session_max_duration_in_seconds(60);
    insta::assert_snapshot!(wire(&clerk().request(&endpoint).unwrap()));
}

#[test]
fn revoke_actor_token() {
    let endpoint = RevokeActorToken::new("act/1?x=ü");
    insta::assert_snapshot!(wire(&clerk().request(&endpoint).unwrap()));
}
