//! Users: their params, filters, and errors.

use clerk_sdk::{
    Bytes, Json, Part, Patch, Timestamp,
    api::{
        email_addresses::{
            CreateEmailAddress, DeleteEmailAddress, GetEmailAddress, ReplaceUserEmailAddress,
            UpdateEmailAddress,
        },
        phone_numbers::{
            CreatePhoneNumber, DeletePhoneNumber, GetPhoneNumber, ReplaceUserPhoneNumber,
            UpdatePhoneNumber,
        },
        users::{
            BanUser, BanUsers, CountUsers, DeleteUser, DeleteUserProfileImage,
            IdentificationStatus, ListUsers, LockUser, RemoveUserPassword, ReplaceUserMetadata,
            SetUserProfileImage, UnbanUser, UnbanUsers, UnlockUser, UpdateUser, UpdateUserMetadata,
            VerifyPassword,
        },
    },
    http,
};
use serde_json::json;

use super::*;

fn json(value: serde_json::Value) -> Json {
    value.into()
}

#[test]
fn a_user_is_created_with_all_params() {
    let instance = Instance::new();
    let user = CreateUser::new()
        .email_address(["Ada@Example.com", "countess@example.com"])
        .email_address_identification_status([
            IdentificationStatus::Reserved,
            IdentificationStatus::Unverified,
        ])
        .phone_number(["+15555550100"])
        .username("ada_lovelace")
        .external_id("7")
        .first_name("Ada")
        .password("a long password")
        .public_metadata(json(json!({ "plan": "pro" })))
        .create_organizations_limit(3)
        .created_at(Timestamp::from_unix_millis(1_582_977_600_000));
    let user = instance.send(user);
    insta::assert_snapshot!(instance.fake.exchanges()[0].response);
    assert_eq!(instance.send(GetUser::new(user.id.clone())), user);
    instance.send(CreateUser::new().username("bobby"));
    let oldest = instance.send(ListUsers::new().order_by("created_at").limit(1));
    assert_eq!(oldest, [user]);
}

#[test]
fn invalid_users_are_refused() {
    let instance = Instance::new();
    instance.user("ada");
    instance.send(CreateUser::new().phone_number(["+15555550100"]).external_id("7"));
    let count = instance.send(CountUsers::new());
    let new = CreateUser::new;
    for (request, refusal) in [
        (new(), "form_data_missing"),
        (new().username(""), "form_data_missing"),
        (new().username("bob"), "form_username_invalid_length username"),
        (new().username("b@bby"), "form_username_invalid_character username"),
        (new().username("12345"), "form_username_needs_non_number_char username"),
        (new().web3_wallet(["0x12"]), "form_param_format_invalid web3_wallet"),
        (new().username("bobby").locale("en_US"), "form_param_format_invalid locale"),
        (new().email_address(["ada"]), "form_param_format_invalid email_address"),
        (new().email_address(["ADA@example.com"]), "form_identifier_exists email_address"),
        (new().email_address(["b@x.org", "B@x.org"]), "form_identifier_exists email_address"),
        (new().phone_number(["5555"]), "form_param_format_invalid phone_number"),
        (new().phone_number(["+15555550100"]), "form_identifier_exists phone_number"),
        (new().username("The_Ada"), "form_identifier_exists username"),
        (new().username("bobby").external_id("7"), "form_identifier_exists external_id"),
        (new().username("bobby").password("short"), "form_password_length_too_short password"),
        (
            new().username("bobby").public_metadata(json(json!([1]))),
            "form_param_value_invalid public_metadata",
        ),
        (
            new()
                .username("bobby")
                .email_address_identification_status([IdentificationStatus::Verified]),
            "form_param_array_length_mismatch email_address_identification_status",
        ),
    ] {
        assert_eq!(instance.refusal(request), format!("422 {refusal}"));
    }
    assert_eq!(instance.send(CountUsers::new()), count, "a refused user was created");
    instance.send(new().username("weak").password("short").skip_password_checks(true));
}

#[test]
fn an_update_keeps_clears_and_sets_members() {
    let instance = Instance::new();
    let [ada, bob] = ["ada", "bob"].map(|name| instance.user(name));
    let update = || UpdateUser::new(&ada.id);
    let changed = instance.send(update().last_name("Lovelace").username(""));
    assert_eq!(changed.first_name.as_deref(), Some("ada"));
    assert_eq!((changed.last_name.as_deref(), changed.username), (Some("Lovelace"), None));
    assert!(changed.updated_at > ada.updated_at && changed.created_at == ada.created_at);
    assert_eq!(instance.send(update().first_name(Patch::Clear)).first_name, None);

    instance.send(UpdateUser::new(&bob.id).username("bobby"));
    assert_eq!(instance.refusal(update().username("BOBBY")), "422 form_identifier_exists username");
    let address = Patch::Set(bob.primary_email_address_id.unwrap());
    let stolen = update().primary_email_address_id(address);
    assert_eq!(instance.refusal(stolen), "404 resource_not_found");

    let session = instance.send(CreateSession::new(&ada.id));
    instance.send(update().password("a long password").sign_out_of_other_sessions(true));
    assert_eq!(instance.send(GetSession::new(session.id)).status, SessionStatus::Revoked);
}

#[test]
fn metadata_are_merged_and_replaced() {
    let instance = Instance::new();
    let ada = instance.user("ada");
    let merge = |value| {
        let user = UpdateUserMetadata::new(&ada.id).public_metadata(json(value));
        instance.send(user).public_metadata.unwrap().to_value()
    };
    merge(json!({ "plan": { "name": "pro", "seats": 3 }, "beta": true, "tags": [1, 2] }));
    let merged =
        merge(json!({ "plan": { "seats": null, "since": 2023 }, "beta": null, "tags": [3] }));
    assert_eq!(merged, json!({ "plan": { "name": "pro", "since": 2023 }, "tags": [3] }));
    assert_eq!(merge(json!({ "plan": "free" }))["plan"], "free");
    assert_eq!(merge(json!({ "plan": { "a": { "b": null } } }))["plan"], json!({ "a": {} }));

    let replace = ReplaceUserMetadata::new(&ada.id).public_metadata(json(json!({ "new": 1 })));
    let replaced = instance.send(replace.private_metadata(json(json!({ "secret": null }))));
    assert_eq!(replaced.public_metadata.unwrap().to_value(), json!({ "new": 1 }));
    assert_eq!(replaced.private_metadata.unwrap().to_value(), json!({ "secret": null }));
    assert_eq!(replaced.unsafe_metadata.unwrap().to_value(), json!({}));

    // `null` is stored instead of an object, and a merge starts from nothing.
    let null = ReplaceUserMetadata::new(&ada.id).public_metadata(json(json!(null)));
    let replaced = instance.send(null);
    assert_eq!(replaced.public_metadata, None);
    assert_eq!(replaced.private_metadata.unwrap().to_value(), json!({ "secret": null }));
    let last = instance.fake.exchanges().last().unwrap().to_string();
    assert!(last.contains("\"public_metadata\": null"), "{last}");
    assert_eq!(merge(json!({ "a": 1 })), json!({ "a": 1 }));

    let list = UpdateUserMetadata::new(&ada.id).unsafe_metadata(json(json!([1])));
    assert_eq!(instance.refusal(list), "422 form_param_value_invalid unsafe_metadata");
}

#[test]
fn a_banned_user_has_no_session_and_gets_none() {
    let instance = Instance::new();
    let [ada, bob] = ["ada", "bob"].map(|name| instance.user(name));
    let session = instance.send(CreateSession::new(&ada.id));
    assert_eq!(instance.send(BanUser::new(&ada.id)).banned, Some(true));
    assert_eq!(instance.send(GetSession::new(session.id)).status, SessionStatus::Revoked);
    let sign_in = CreateSession::new(&ada.id);
    assert_eq!(instance.refusal(sign_in.clone()), "403 user_banned");
    assert_eq!(instance.send(ListUsers::new().banned(true)).len(), 1);
    assert_eq!(instance.send(UnbanUser::new(&ada.id)).banned, Some(false));
    instance.send(sign_in);

    let ids = [ada.id.clone(), bob.id.clone()];
    assert!(instance.send(BanUsers::new(ids.clone())).iter().all(|user| user.banned == Some(true)));
    assert!(
        !instance.send(UnbanUsers::new(ids.clone())).iter().any(|user| user.banned != Some(false))
    );
    let strangers = [bob.id, "user_x".into()];
    assert_eq!(instance.refusal(BanUsers::new(strangers)), "404 resource_not_found");
    assert!(instance.send(ListUsers::new().banned(true)).is_empty());
    let many = vec![ada.id.clone(); 51];
    assert_eq!(instance.refusal(BanUsers::new(many)), "400 bulk_size_exceeded");

    assert_eq!(instance.send(LockUser::new(&ada.id)).lockout_expires_in_seconds, Some(3600));
    assert_eq!(instance.send(UnlockUser::new(&ada.id)).locked, Some(false));
}

#[test]
fn users_are_listed_and_counted_by_every_filter() {
    let instance = Instance::new();
    let [ada, bob, cyd] = ["ada", "bob", "cyd"].map(|name| instance.user(name));
    instance.send(UpdateUser::new(&bob.id).external_id("7").last_name("Adams"));
    instance.send(CreateSession::new(&cyd.id));
    let engines = CreateOrganization::new("Engines").created_by(ada.id.clone());
    let engines = instance.send(engines).id;

    let list = || ListUsers::new().order_by("first_name");
    let names = |list: ListUsers| {
        let users = instance.send(list);
        users.iter().map(|user| user.first_name.clone().unwrap()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names(list()), "ada bob cyd");
    assert_eq!(names(list().order_by("-email_address")), "cyd bob ada");
    assert_eq!(names(ListUsers::new()), "cyd bob ada");
    assert_eq!(names(list().email_address(["ada@example.com", "x@example.com"])), "ada");
    assert_eq!(names(list().username(["the_bob", "the_cyd"])), "bob cyd");
    assert_eq!(names(list().user_id([ada.id.as_str(), &format!("+{}", cyd.id)])), "ada cyd");
    assert_eq!(names(list().user_id([format!("-{}", ada.id)])), "bob cyd");
    assert_eq!(names(list().external_id(["7"])), "bob");
    assert_eq!(names(list().external_id(["-7"])), "ada cyd");
    assert_eq!(names(list().organization_id([engines.as_str()])), "ada");
    assert_eq!(names(list().organization_id([format!("-{engines}")])), "bob cyd");
    assert_eq!(names(list().query("ADA")), "ada bob");
    assert_eq!(names(list().name_query("adams").username_query("bo")), "bob");
    assert_eq!(names(list().email_address_query("CYD@")), "cyd");
    assert_eq!(names(list().phone_number_query("555")), "");
    assert_eq!(names(list().created_at_after(ada.created_at)), "bob cyd");
    assert_eq!(names(list().created_at_before(bob.created_at)), "ada");
    assert_eq!(names(list().last_sign_in_at_after(ada.created_at)), "cyd");
    assert_eq!(names(list().last_active_at_before(cyd.created_at)), "cyd");
    assert_eq!(names(list().provider("oauth_google")), "");

    let count = |count: CountUsers| instance.send(count).total_count;
    assert_eq!(count(CountUsers::new().query("ada")), 2);
    assert_eq!(count(CountUsers::new().organization_id([engines.as_str()])), 1);
    let order = instance.refusal(ListUsers::new().order_by("age"));
    assert_eq!(order, "422 form_param_value_invalid order_by");
    let many = ListUsers::new().user_id(vec!["user_x"; 101]);
    assert_eq!(instance.refusal(many), "422 form_param_array_size_exceeded user_id");
}

#[test]
fn everything_of_a_deleted_user_is_deleted() {
    let instance = Instance::new();
    let ada = instance.user("ada");
    let session = instance.send(CreateSession::new(&ada.id));
    let engines = CreateOrganization::new("Engines").created_by(ada.id.clone());
    let engines = instance.send(engines).id;
    let deleted = instance.send(DeleteUser::new(&ada.id));
    assert_eq!((deleted.object.as_deref(), deleted.deleted), (Some("user"), true));
    assert_eq!(deleted.id.as_deref(), Some(ada.id.as_str()));
    assert_eq!(instance.refusal(DeleteUser::new(&ada.id)), "404 resource_not_found");
    assert_eq!(instance.refusal(GetSession::new(session.id)), "404 resource_not_found");
    let engines = instance.send(GetOrganization::new(engines).include_members_count(true));
    assert_eq!(engines.members_count, Some(0));
    assert_ne!(instance.user("ada").id, ada.id, "an ID was reused");
}

#[test]
fn email_addresses_can_be_created_and_deleted() {
    let instance = Instance::new();
    let ada = instance.user("ada");
    let add = |address: &str| CreateEmailAddress::new(&ada.id, address);
    let second = instance.send(add("Second@example.com"));
    assert_eq!((second.email_address.as_str(), second.verification), ("second@example.com", None));
    assert_eq!(
        instance.refusal(add("second@example.com")),
        "422 form_identifier_exists email_address"
    );
    let unknown_user = CreateEmailAddress::new("user_x", "x@example.com");
    assert_eq!(instance.refusal(unknown_user), "404 resource_not_found");

    let id = second.id.unwrap();
    let changed = instance.send(UpdateEmailAddress::new(&id).verified(true).primary(true));
    assert!(changed.verification.is_some());
    assert_eq!(instance.send(GetEmailAddress::new(&id)), changed);
    let primary = || instance.send(GetUser::new(&ada.id)).primary_email_address_id;
    assert_eq!(primary().as_ref(), Some(&id));
    let deleted = instance.send(DeleteEmailAddress::new(&id));
    assert_eq!(deleted.object.as_deref(), Some("email_address"));
    assert_eq!(primary(), ada.primary_email_address_id);
    assert_eq!(instance.refusal(GetEmailAddress::new(&id)), "404 resource_not_found");
}

#[test]
fn phone_numbers_can_be_created_replaced_and_deleted() {
    let instance = Instance::new();
    let ada = instance.user("ada");
    let add = |number: &str| CreatePhoneNumber::new(&ada.id, number);
    let first = instance.send(add("+15555550100").verified(true).reserved_for_second_factor(true));
    assert!(first.reserved_for_second_factor && first.default_second_factor);
    let second = instance.send(add("+15555550101")).id.unwrap();
    let get = |id| instance.send(GetPhoneNumber::new(id));
    assert_eq!(get(first.id.clone().unwrap()), first);
    let user = || instance.send(GetUser::new(&ada.id));
    assert_eq!(user().primary_phone_number_id, first.id);
    assert!(user().two_factor_enabled);

    let update = UpdatePhoneNumber::new(&second).verified(true).primary(true);
    let changed = instance.send(update.reserved_for_second_factor(true));
    assert!(changed.verification.is_some() && !changed.default_second_factor);
    assert_eq!(user().primary_phone_number_id.as_ref(), Some(&second));
    let deleted = instance.send(DeletePhoneNumber::new(&second));
    assert_eq!(deleted.object.as_deref(), Some("phone_number"));
    assert_eq!(user().primary_phone_number_id, first.id);

    let replaced = instance.send(ReplaceUserPhoneNumber::new(&ada.id, "+15555550102"));
    let after = user();
    assert!(after.mfa_enabled_at.is_some() && after.mfa_disabled_at > after.mfa_enabled_at);
    assert_eq!(after.phone_numbers, std::slice::from_ref(&replaced));
    assert_eq!((after.primary_phone_number_id, after.two_factor_enabled), (replaced.id, false));
    let found = instance.send(ListUsers::new().phone_number(["+15555550102"]));
    assert_eq!(found.len(), 1);
    let address = instance.send(ReplaceUserEmailAddress::new(&ada.id, "New@example.com"));
    assert_eq!(user().email_addresses, [address]);
}

#[test]
fn passwords_are_verified_changed_and_removed() {
    let instance = Instance::new();
    let ada = CreateUser::new().username("ada_lovelace").password("a long password");
    let ada = instance.send(ada).id;
    let verify = |password: &str| VerifyPassword::new(&ada, password);
    assert!(instance.send(verify("a long password")).verified);
    instance.send(UpdateUser::new(&ada).password("another password"));
    assert_eq!(instance.refusal(verify("a long password")), "422 incorrect_password");
    assert!(instance.send(verify("another password")).verified);

    let session = instance.send(CreateSession::new(&ada)).id;
    let remove = RemoveUserPassword::new(&ada).sign_out_of_other_sessions(true);
    assert!(!instance.send(remove.clone()).password_enabled);
    assert_eq!(instance.refusal(verify("another password")), "400 no_password_set");
    assert_eq!(instance.send(GetSession::new(session)).status, SessionStatus::Revoked);
    instance.send(remove);
}

#[test]
fn a_profile_image_is_set_and_deleted() {
    let instance = Instance::new();
    let ada = instance.user("ada");
    let image = Part::file("ada.png", &b"\x89PNG"[..]).content_type("image/png");
    let changed = instance.send(SetUserProfileImage::new(&ada.id, image));
    assert!(changed.has_image && changed.image_url != ada.image_url);
    let deleted = instance.send(DeleteUserProfileImage::new(&ada.id));
    assert_eq!((deleted.has_image, deleted.image_url), (false, ada.image_url));
}

#[test]
fn a_time_that_is_not_in_rfc_3339_is_refused() {
    let request = http::Request::post("/v1/users")
        .header("authorization", "Bearer sk_test_x")
        .body(Bytes::from(r#"{"username":"b","created_at":"today"}"#))
        .unwrap();
    let response = Instance::new().fake.respond(request);
    insta::assert_snapshot!(clerk_sdk::testing::recorded(&response), @r#"
    422 Unprocessable Entity
    Content-Type: application/json

    {
      "errors": [
        {
          "message": "is invalid",
          "long_message": "member `created_at` is invalid: not a time in RFC 3339, such as 2023-11-14T22:13:20Z",
          "code": "form_param_invalid_time",
          "meta": {
            "param_name": "created_at"
          }
        }
      ],
      "clerk_trace_id": "fake_trace_1"
    }
    "#);
}
