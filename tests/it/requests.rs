//! The requests of the operations of actor tokens, and how params of all operations are set.

use clerk_sdk::{
    Clerk, Patch,
    api::{
        actor_tokens::{Actor, CreateActorToken, RevokeActorToken},
        billing::CreateBillingPrice,
        models::enterprise::CustomAttribute,
        organizations::CreateOrganization,
        users::{ListUsers, UpdateUser, UserOrder},
    },
    endpoint::Endpoint,
    testing::{Script, recorded},
};

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

/// Returns the body of a request.
fn body(endpoint: &impl Endpoint) -> String {
    String::from_utf8(clerk().request(endpoint).unwrap().body().to_vec()).unwrap()
}

#[test]
fn a_required_member_that_may_be_null_cannot_be_left_out() {
    let price = CreateBillingPrice::new("plan_1", None);
    assert_eq!(body(&price), r#"{"plan_id":"plan_1","amount":null}"#);
    let price = CreateBillingPrice::new("plan_1", 4900);
    assert_eq!(body(&price), r#"{"plan_id":"plan_1","amount":4900}"#);
}

#[test]
fn an_actor_always_has_an_id() {
    let actor = Actor::new("user_2").with("sub", serde_json::Value::Null);
    assert_eq!(serde_json::to_string(&actor).unwrap(), r#"{"sub":"user_2"}"#);
}

#[test]
fn a_custom_attribute_always_has_a_name_and_a_key() {
    let attribute = CustomAttribute::new("Department", "department");
    let json = serde_json::to_string(&attribute).unwrap();
    assert_eq!(json, r#"{"name":"Department","key":"department"}"#);
}

#[test]
fn an_option_sets_keeps_or_clears_a_value() {
    let name = |name: Option<&str>| UpdateUser::new("user_1").first_name(Patch::set_or_keep(name));
    assert_eq!(body(&name(Some("Ada"))), r#"{"first_name":"Ada"}"#);
    assert_eq!(body(&name(None)), "{}");
    let name = |name: Option<&str>| UpdateUser::new("user_1").first_name(Patch::set_or_clear(name));
    assert_eq!(body(&name(Some("Ada"))), r#"{"first_name":"Ada"}"#);
    assert_eq!(body(&name(None)), r#"{"first_name":null}"#);
}

#[test]
fn a_patch_of_an_id_is_set_by_text() {
    let user = UpdateUser::new("user_1").primary_email_address_id("idn_1");
    assert_eq!(body(&user), r#"{"primary_email_address_id":"idn_1"}"#);
}

#[test]
fn a_new_resource_takes_plain_values() {
    let organization =
        CreateOrganization::new("Acme").created_by("user_1").max_allowed_memberships(5);
    let expected = r#"{"name":"Acme","created_by":"user_1","max_allowed_memberships":5}"#;
    assert_eq!(body(&organization), expected);
}

#[test]
fn a_list_is_sorted_by_fields() {
    let query = |list: ListUsers| clerk().request(&list).unwrap().uri().query().map(str::to_owned);
    for (list, expected) in [
        (ListUsers::new().order_by(UserOrder::LastSignInAt.descending()), "-last_sign_in_at"),
        (ListUsers::new().order_by(UserOrder::Web3Wallet), "web3wallet"),
        (ListUsers::new().order_by("-mood"), "-mood"),
    ] {
        assert_eq!(query(list), Some(format!("order_by={expected}")));
    }
}
