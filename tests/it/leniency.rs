//! Responses of an older or newer API: a missing or new member in one item does not fail the list.

use clerk_sdk::{
    Bytes, Error,
    api::{
        api_keys::VerifyApiKey,
        organization_memberships::ListOrganizationMemberships,
        testing::{Probe, catalogue},
        users::{ListUsers, Verification},
    },
    http::{Method, Response},
    testing::Script,
};
use serde_json::{Value, json};

use crate::clerk;

/// The members that a user must have.
const KEPT: [&str; 2] = ["id", "created_at"];

fn user() -> Value {
    json!({
        "object": "user", "id": "user_1", "first_name": "Ada", "banned": false,
        "email_addresses": [{
            "object": "email_address", "id": "idn_1", "email_address": "ada@example.com",
            "reserved": false, "linked_to": [], "created_at": 1, "updated_at": 2,
            "verification": {
                "object": "verification_otp", "status": "verified", "strategy": "email_code",
                "attempts": 1, "expire_at": 3,
            },
        }],
        "public_metadata": {}, "created_at": 1, "updated_at": 2,
    })
}

fn list(users: Value) -> Result<Vec<clerk_sdk::api::users::User>, Error> {
    let script = Script::fixed(200, &[], users.to_string());
    smol::block_on(clerk(&script).send(ListUsers::new()).into_future())
}

#[test]
fn members_of_a_user_may_be_missing() {
    let whole = user();
    for name in whole.as_object().unwrap().keys().filter(|name| !KEPT.contains(&name.as_str())) {
        let mut older = whole.clone();
        older.as_object_mut().unwrap().remove(name);
        let users = list(json!([whole, older])).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(users[1].id, "user_1", "{name}");
    }
}

#[test]
fn new_members_are_ignored_and_new_variants_kept() {
    let mut newer = user();
    newer["mood"] = json!({ "deep": [1] });
    newer["email_addresses"][0]["verification"] =
        json!({ "object": "verification_telepathy", "status": "sensed", "distance": 7 });
    let users = list(json!([newer])).unwrap();
    let verification = users[0].email_addresses[0].verification.as_ref().unwrap();
    let Verification::Unknown(json) = verification else { panic!("{verification:?}") };
    assert_eq!(json.to_value()["distance"], 7);
}

#[test]
fn a_known_variant_with_an_invalid_member_is_kept_as_json() {
    let mut odd = user();
    odd["email_addresses"][0]["verification"]["attempts"] = json!("many");
    let users = list(json!([odd])).unwrap();
    assert!(matches!(users[0].email_addresses[0].verification, Some(Verification::Unknown(_))));
}

#[test]
fn an_error_names_the_invalid_item_and_keeps_the_body() {
    let mut odd = user();
    odd["email_addresses"][0]["created_at"] = json!("yesterday");
    let body = json!([user(), user(), odd]);
    let error = list(body.clone()).unwrap_err();
    let Error::Decode(error) = &error else { panic!("{error}") };
    assert_eq!(error.path(), "[2].email_addresses[0].created_at");
    assert_eq!(serde_json::from_slice::<Value>(error.body()).unwrap(), body);
    insta::assert_snapshot!(error, @"ListUsers (GetUserList): 200 OK, but the body cannot be read: expected a number of milliseconds since the Unix epoch, found string at `[2].email_addresses[0].created_at`");
}

#[test]
fn permissions_and_metadata_of_a_membership_may_be_missing() {
    let body = json!({ "data": [{
        "object": "organization_membership", "id": "orgmem_1", "role": "org:admin",
        "organization": {
            "object": "organization", "id": "org_1", "name": "Acme", "max_allowed_memberships": 5,
            "created_at": 1, "updated_at": 2,
        },
        "created_at": 1, "updated_at": 2,
    }], "total_count": 1 });
    let script = Script::fixed(200, &[], body.to_string());
    let call = clerk(&script).send(ListOrganizationMemberships::new("org_1"));
    let page = smol::block_on(call.into_future()).unwrap();
    assert_eq!(page[0].id, "orgmem_1");
}

#[test]
fn null_is_read_like_a_missing_member() {
    let mut user = user();
    for name in ["passkeys", "phone_numbers", "banned", "two_factor_enabled", "public_metadata"] {
        user[name] = Value::Null;
    }
    user["email_addresses"][0]["linked_to"] = Value::Null;
    user["email_addresses"][0]["reserved"] = Value::Null;
    let users = list(json!([user])).unwrap();
    assert_eq!((users[0].passkeys.len(), users[0].banned), (0, None));
    assert!(users[0].email_addresses[0].linked_to.is_empty());
}

#[test]
fn an_integer_may_have_a_fraction_of_zero() {
    let mut user = user();
    user["create_organizations_limit"] = json!(42.0);
    user["lockout_expires_in_seconds"] = json!(5_000_000_000_u64);
    let users = list(json!([user])).unwrap();
    assert_eq!(users[0].create_organizations_limit, Some(42));
    assert_eq!(users[0].lockout_expires_in_seconds, Some(5_000_000_000));
}

#[test]
fn a_list_that_is_null_is_empty() {
    let script = Script::fixed(200, &[], r#"{"data":null,"total_count":0}"#);
    let call = clerk(&script).send(ListOrganizationMemberships::new("org_1"));
    let page = smol::block_on(call.into_future()).unwrap();
    assert_eq!((page.len(), page.total_count), (0, Some(0)));
}

#[test]
fn a_key_of_unknown_state_is_not_taken_for_a_valid_one() {
    for state in [json!({}), json!({ "revoked": null, "expired": null })] {
        let mut key = json!({
            "object": "api_key", "id": "ak_1", "subject": "user_1", "name": "CI", "created_at": 1,
        });
        key.as_object_mut().unwrap().extend(state.as_object().unwrap().clone());
        let script = Script::fixed(200, &[], key.to_string());
        let call = clerk(&script).send(VerifyApiKey::new("ak_secret"));
        let key = smol::block_on(call.into_future()).unwrap();
        assert_eq!((key.revoked, key.expired), (None, None));
    }
}

#[test]
fn members_that_depend_on_the_provider_are_kept() {
    let mut user = user();
    user["external_accounts"] = json!([{
        "object": "google_account", "id": "idn_2", "provider": "oauth_google",
        "google_id": "117", "picture": { "url": "https://example.com/a.png" },
    }]);
    let users = list(json!([user])).unwrap();
    let account = &users[0].external_accounts[0];
    assert_eq!(account.extra["google_id"], "117");
    assert_eq!(account.extra["picture"]["url"], "https://example.com/a.png");
    assert_eq!(account.extra.len(), 2);
}

/// Returns the response as the operation reads it.
fn decoded(probe: &dyn Probe, status: u16, body: &'static str) -> Option<Value> {
    let response = Response::builder().status(status).body(Bytes::from_static(body.as_bytes()));
    probe.decode(response.unwrap()).ok()
}

#[test]
fn a_deletion_without_a_body_is_a_success() {
    let body =
        r#"{"object":"x","id":"a","from_machine_id":"a","to_machine_id":"b","deleted":true}"#;
    let (mut deletions, mut others) = (Vec::new(), Vec::new());
    for probe in catalogue() {
        let operation = probe.metadata().operation;
        let reads = |status, body| decoded(probe, status, body).unwrap_or_default();
        let is_deletion = reads(200, body)["deleted"] == true && reads(204, "")["deleted"] == true;
        if is_deletion {
            deletions.push(operation);
        }
        if probe.metadata().method != Method::DELETE {
            continue;
        }
        if is_deletion {
            for (status, body) in [(200, ""), (202, ""), (200, "null")] {
                assert_eq!(reads(status, body)["deleted"], true, "{operation}");
            }
        } else {
            others.push(operation);
        }
    }
    assert_eq!(deletions.len(), 27);
    // These respond with what is left, or with what was removed, which only the server knows.
    insta::assert_snapshot!(others.join("\n"), @r"
    CancelCommerceSubscriptionItem
    RemoveBillingSubscriptionItemDiscount
    DeleteOrganizationMembership
    RemovePermissionFromOrganizationRole
    DeleteOrganizationLogo
    DeleteSvixApp
    DeleteUserProfileImage
    DisableMFA
    DeleteBackupCode
    RevokeUserTrustedDevice
    DeleteTOTP
    ");
}
