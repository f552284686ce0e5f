//! The requests of the operations of actor tokens.

use clerk_sdk::{
    Clerk,
    api::actor_tokens::{Actor, CreateActorToken, RevokeActorToken},
    testing::recorded,
};

use crate::script::Script;

fn clerk() -> Clerk {
    crate::clerk(&Script::fixed(200, &[], ""))
}

#[test]
fn create_actor_token() {
    let endpoint = CreateActorToken::new("user_1", Actor::new("user_2"));
    insta::assert_snapshot!(recorded(&clerk().request(&endpoint).unwrap()));
}

#[test]
fn create_actor_token_with_all_params() {
    let actor = Actor::new("user_2").with("reason", "ticket 4711").with("level", 3);
    let endpoint = CreateActorToken::new("user_1", actor)
        .expires_in_seconds(600)
        .session_max_duration_in_seconds(60);
    insta::assert_snapshot!(recorded(&clerk().request(&endpoint).unwrap()));
}

#[test]
fn revoke_actor_token() {
    let endpoint = RevokeActorToken::new("act/1?x=ü");
    insta::assert_snapshot!(recorded(&clerk().request(&endpoint).unwrap()));
}
