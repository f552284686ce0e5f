//! Users and their identifications.

use super::*;

pub fn fill(table: &mut Table) {
    let [ada, bob] = ["ada", "bob"].map(|name| table.instance.user(name));
    let single = table.instance.send(CreateUser::new().username("single")).id;

    table.refuse("limit 0", ListUsers::new().limit(0));
    table.refuse("limit 501", ListUsers::new().limit(501));
    table.refuse("unknown order", ListUsers::new().order_by("age"));
    table.refuse("101 values", ListUsers::new().user_id(vec!["user_x"; 101]));
    table.refuse("unknown cursor", ListUsers::new().starting_after("user_x"));
    let after = || ListUsers::new().starting_after(&ada.id);
    table.refuse("cursor with another order", after().order_by("username"));
    table.refuse("cursor with an offset", after().offset(1));
    table.refuse("101 values", CountUsers::new().email_address(vec!["a@b.c"; 101]));

    create(table);
    table.refuse("unknown user", GetUser::new("user_x"));
    update(table, &ada, &bob, &single);
    table.refuse("unknown user", DeleteUser::new("user_x"));

    let merge = || UpdateUserMetadata::new(&ada.id);
    table.refuse("unknown user", UpdateUserMetadata::new("user_x"));
    table.refuse("no object", merge().public_metadata(list()));
    table.refuse("more than 8 KB", merge().private_metadata(large()));
    let half = Json::from(json!({ "half": "x".repeat(5 << 10) }));
    table.instance.send(merge().unsafe_metadata(half.clone()));
    let other = Json::from(json!({ "other": "x".repeat(5 << 10) }));
    table.refuse("more than 8 KB together", merge().unsafe_metadata(other));
    let replace = || ReplaceUserMetadata::new(&ada.id);
    table.refuse("unknown user", ReplaceUserMetadata::new("user_x"));
    table.refuse("no object", replace().public_metadata(list()));
    table.refuse("more than 8 KB", replace().private_metadata(large()));

    table.refuse("unknown user", BanUser::new("user_x"));
    table.refuse("unknown user", UnbanUser::new("user_x"));
    table.refuse("unknown user", BanUsers::new([UserId::from("user_x")]));
    table.refuse("no users", BanUsers::new(Vec::<UserId>::new()));
    table.refuse("51 users", BanUsers::new(vec![ada.id.clone(); 51]));
    table.refuse("unknown user", UnbanUsers::new([UserId::from("user_x")]));
    table.refuse("no users", UnbanUsers::new(Vec::<UserId>::new()));
    table.refuse("51 users", UnbanUsers::new(vec![ada.id.clone(); 51]));
    table.refuse("unknown user", LockUser::new("user_x"));
    table.refuse("unknown user", UnlockUser::new("user_x"));
    table.refuse("unknown user", ListUserOrganizationMemberships::new("user_x"));
    table.refuse("limit 501", ListUserOrganizationMemberships::new(&ada.id).limit(501));

    let image = || Part::file("a.png", &b"\x89PNG"[..]);
    let png = || image().content_type("image/png");
    table.refuse("unknown user", SetUserProfileImage::new("user_x", png()));
    table.refuse("not an image", SetUserProfileImage::new(&ada.id, image()));
    table.refuse_raw::<SetUserProfileImage>("more than 10 MB", large_image(&ada.id));
    table.refuse("unknown user", DeleteUserProfileImage::new("user_x"));
    table.refuse("no image", DeleteUserProfileImage::new(&ada.id));

    let password = CreateUser::new().username("with_password").password("a long password");
    let secured = table.instance.send(password).id;
    table.refuse("unknown user", VerifyPassword::new("user_x", "a long password"));
    table.refuse("wrong password", VerifyPassword::new(&secured, "another password"));
    table.refuse("no password", VerifyPassword::new(&ada.id, "a long password"));
    let digest = CreateUser::new().username("with_digest").password_digest("$2a$…");
    let digest = table.instance.send(digest).id;
    table.refuse("password set as a digest", VerifyPassword::new(&digest, "a long password"));
    table.refuse("unknown user", RemoveUserPassword::new("user_x"));

    email_addresses(table, &ada, &bob);
    phone_numbers(table, &ada);
}

/// Builds an upload that the SDK refuses to send.
fn large_image(user: &UserId) -> http::Request<Bytes> {
    let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
                Content-Type: image/png\r\n\r\n";
    let body = [head.as_bytes(), &vec![0; 10_000_001], b"\r\n--b--\r\n"].concat();
    http::Request::post(format!("/v1/users/{user}/profile_image"))
        .header("authorization", "Bearer sk_test_x")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(Bytes::from(body))
        .unwrap()
}

fn create(table: &mut Table) {
    let new = CreateUser::new;
    let named = || CreateUser::new().username("new_user");
    table.refuse("no identifier", new());
    table.refuse("not an email address", new().email_address(["ada"]));
    table.refuse("email address taken", new().email_address(["ADA@example.com"]));
    table.refuse("email address twice", new().email_address(["b@x.org", "B@x.org"]));
    let statuses = [IdentificationStatus::Verified, IdentificationStatus::Reserved];
    let mismatch = new().email_address(["b@x.org"]).email_address_identification_status(statuses);
    table.refuse("2 statuses for 1 address", mismatch);
    table.refuse("not a phone number", new().phone_number(["5555"]));
    let number = new().phone_number(["+15555550100"]);
    table.instance.send(number.clone().external_id("7"));
    table.refuse("phone number taken", number);
    table.refuse("not a wallet", new().web3_wallet(["0x12"]));
    let wallet = new().web3_wallet(["0x00000000000000000000000000000000000000aB"]);
    table.instance.send(wallet);
    let wallet = new().web3_wallet(["0x00000000000000000000000000000000000000Ab"]);
    table.refuse("wallet taken", wallet);
    table.refuse("username of 3 characters", new().username("bob"));
    table.refuse("username of 65 characters", new().username("x".repeat(65)));
    table.refuse("username with a dot", new().username("ada.l"));
    table.refuse("username of digits", new().username("12345"));
    table.refuse("username taken", new().username("THE_ADA"));
    table.refuse("external ID taken", named().external_id("7"));
    table.refuse("short password", named().password("short"));
    table.refuse("not a locale", named().locale("en_US"));
    table.refuse("metadata no object", named().public_metadata(list()));
    table.refuse("metadata of more than 8 KB", named().unsafe_metadata(large()));
    let required = [
        Attribute::EmailAddress,
        Attribute::PhoneNumber,
        Attribute::Username,
        Attribute::FirstName,
        Attribute::LastName,
        Attribute::Password,
    ];
    table.with(settings().require(required), |table| {
        table.refuse("required attributes missing", named());
        let skips = named().skip_user_requirement(true).skip_password_requirement(true);
        table.refuse("required attributes missing, others skipped", skips);
    });
}

fn update(table: &mut Table, ada: &User, bob: &User, single: &UserId) {
    let update = || UpdateUser::new(&ada.id);
    table.refuse("unknown user", UpdateUser::new("user_x"));
    let address = bob.primary_email_address_id.clone().unwrap();
    table.refuse("primary of another user", update().primary_email_address_id(address));
    let unverified = table.instance.send(CreateEmailAddress::new(&ada.id, "un@example.com"));
    let unverified = unverified.id.unwrap();
    table.refuse("primary not verified", update().primary_email_address_id(unverified.clone()));
    table.instance.send(DeleteEmailAddress::new(unverified));
    table.refuse("username taken", update().username("the_bob"));
    table.refuse("username of 3 characters", update().username("bob"));
    table.refuse("last identification removed", UpdateUser::new(single).username(""));
    table.refuse("external ID taken", update().external_id("7"));
    table.refuse("short password", update().password("short"));
    table.refuse("not a locale", update().locale("x"));
}

fn email_addresses(table: &mut Table, ada: &User, bob: &User) {
    let create = |address: &str| CreateEmailAddress::new(&ada.id, address);
    table.refuse("unknown user", CreateEmailAddress::new("user_x", "x@example.com"));
    table.refuse("not an email address", create("ada"));
    table.refuse("taken", create("bob@example.com"));
    table.refuse("primary, not verified", create("new@example.com").primary(true));
    table.refuse("unknown address", GetEmailAddress::new("idn_x"));
    table.refuse("unknown address", UpdateEmailAddress::new("idn_x"));
    let second = table.instance.send(create("second@example.com")).id.unwrap();
    table.refuse("primary, not verified", UpdateEmailAddress::new(second).primary(true));
    table.refuse("unknown address", DeleteEmailAddress::new("idn_x"));
    let only = table.instance.send(CreateUser::new().email_address(["only@example.com"]));
    let only = only.primary_email_address_id.unwrap();
    table.refuse("last identification", DeleteEmailAddress::new(only));
    table.with(settings().require([Attribute::EmailAddress]), |table| {
        let user = table.instance.user("required");
        let address = user.primary_email_address_id.unwrap();
        table.refuse("last one, required", DeleteEmailAddress::new(address));
    });
    let replace = |address: &str| ReplaceUserEmailAddress::new(&bob.id, address);
    table.refuse("unknown user", ReplaceUserEmailAddress::new("user_x", "x@example.com"));
    table.refuse("not an email address", replace("bob"));
    table.refuse("taken", replace("ada@example.com"));
}

fn phone_numbers(table: &mut Table, ada: &User) {
    let create = |number: &str| CreatePhoneNumber::new(&ada.id, number);
    table.refuse("unknown user", CreatePhoneNumber::new("user_x", "+15555550101"));
    table.refuse("not a phone number", create("5555"));
    table.refuse("taken", create("+15555550100"));
    table.refuse("primary, not verified", create("+15555550101").primary(true));
    let factor = create("+15555550101").reserved_for_second_factor(true);
    table.refuse("second factor, not verified", factor);
    table.refuse("unknown number", GetPhoneNumber::new("idn_x"));
    table.refuse("unknown number", UpdatePhoneNumber::new("idn_x"));
    let number = table.instance.send(create("+15555550101")).id.unwrap();
    let update = || UpdatePhoneNumber::new(&number);
    table.refuse("primary, not verified", update().primary(true));
    table.refuse("second factor, not verified", update().reserved_for_second_factor(true));
    table.refuse("unknown number", DeletePhoneNumber::new("idn_x"));
    let only = table.instance.send(CreateUser::new().phone_number(["+15555550199"]));
    let only = only.primary_phone_number_id.unwrap();
    table.refuse("last identification", DeletePhoneNumber::new(only));
    table.with(settings().require([Attribute::PhoneNumber]), |table| {
        let user = CreateUser::new().username("required").phone_number(["+15555550100"]);
        let number = table.instance.send(user).primary_phone_number_id.unwrap();
        table.refuse("last one, required", DeletePhoneNumber::new(number));
    });
    let replace = |number: &str| ReplaceUserPhoneNumber::new(&ada.id, number);
    table.refuse("unknown user", ReplaceUserPhoneNumber::new("user_x", "+15555550102"));
    table.refuse("not a phone number", replace("5555"));
    table.refuse("taken", replace("+15555550100"));
}
