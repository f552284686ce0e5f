//! Organizations, memberships, and invitations to organizations.

use super::*;

pub fn fill(table: &mut Table) {
    let [owner, guest, stranger] =
        ["owner", "guest", "stranger"].map(|name| table.instance.user(name));
    let new = |name: &str| CreateOrganization::new(name);
    let engines = new("Engines").slug("engines").created_by(owner.id.clone());
    let engines = table.instance.send(engines).id;

    table.refuse("limit 501", ListOrganizations::new().limit(501));
    table.refuse("unknown order", ListOrganizations::new().order_by("age"));
    table.refuse("101 values", ListOrganizations::new().user_id(vec!["user_x"; 101]));

    table.refuse("empty name", new(""));
    table.refuse("name of 257 characters", new(&"x".repeat(257)));
    table.refuse("name with a URL", new("Visit https://example.com"));
    table.refuse("name with HTML", new("<b>Engines</b>"));
    table.refuse("invalid slug", new("X").slug("Not a slug"));
    table.refuse("slug taken", new("X").slug("engines"));
    table.refuse("unknown creator", new("X").created_by(UserId::from("user_x")));
    table.refuse("metadata no object", new("X").public_metadata(list()));
    table.refuse("metadata of more than 8 KB", new("X").private_metadata(large()));
    table.with(Settings::new(), |table| table.refuse("slugs disabled", new("X").slug("x")));

    table.refuse("unknown organization", GetOrganization::new("org_x"));
    let update = || UpdateOrganization::new(&engines);
    table.refuse("unknown organization", UpdateOrganization::new("org_x"));
    table.refuse("empty name", update().name(""));
    table.refuse("name with a URL", update().name("www.example.com"));
    table.refuse("invalid slug", update().slug("Not a slug"));
    let looms = table.instance.send(new("Looms").slug("looms")).id;
    table.refuse("slug taken", UpdateOrganization::new(looms).slug("engines"));
    table.with(Settings::new(), |table| {
        let id = table.instance.send(new("X")).id;
        table.refuse("slugs disabled", UpdateOrganization::new(id).slug("x"));
    });
    table.refuse("unknown organization", DeleteOrganization::new("org_x"));
    let merge = || MergeOrganizationMetadata::new(&engines);
    table.refuse("unknown organization", MergeOrganizationMetadata::new("org_x"));
    table.refuse("no object", merge().public_metadata(list()));
    table.refuse("more than 8 KB", merge().private_metadata(large()));
    let replace = || ReplaceOrganizationMetadata::new(&engines);
    table.refuse("unknown organization", ReplaceOrganizationMetadata::new("org_x"));
    table.refuse("no object", replace().public_metadata(list()));
    table.refuse("more than 8 KB", replace().private_metadata(large()));

    memberships(table, &engines, [&owner, &guest, &stranger]);
    invitations(table, &engines, [&owner, &guest, &stranger]);
}

fn memberships(
    table: &mut Table,
    engines: &clerk_sdk::api::OrganizationId,
    [owner, guest, stranger]: [&User; 3],
) {
    let list_members = || ListOrganizationMemberships::new(engines);
    table.refuse("unknown organization", ListOrganizationMemberships::new("org_x"));
    table.refuse("limit 501", list_members().limit(501));
    table.refuse("unknown order", list_members().order_by("age"));
    table.refuse("101 values", list_members().role(vec!["org:member"; 101]));

    let join = |user: &str, role: &str| CreateOrganizationMembership::new(engines, user, role);
    let elsewhere = CreateOrganizationMembership::new("org_x", &guest.id, "org:member");
    table.refuse("unknown organization", elsewhere);
    table.refuse("unknown user", join("user_x", "org:member"));
    table.refuse("unknown role", join(guest.id.as_str(), "org:king"));
    table.refuse("already a member", join(owner.id.as_str(), "org:member"));
    let member = || join(guest.id.as_str(), "org:member");
    table.refuse("metadata no object", member().public_metadata(list()));
    table.refuse("metadata of more than 8 KB", member().private_metadata(large()));
    table.with(settings().max_allowed_memberships(2), |table| {
        let [owner, guest] = ["owner", "guest"].map(|name| table.instance.user(name).id);
        let small = CreateOrganization::new("Small").created_by(owner);
        let small = table.instance.send(small).id;
        let invite = CreateOrganizationInvitation::new(&small, "x@example.com", "org:member");
        table.instance.send(invite);
        let join = CreateOrganizationMembership::new(&small, guest, "org:member");
        table.refuse("2 of 2, one of them invited", join);
    });
    table.instance.send(member());

    let promote =
        |user: &UserId, role: &str| UpdateOrganizationMembership::new(engines, user, role);
    let elsewhere = UpdateOrganizationMembership::new("org_x", &guest.id, "org:member");
    table.refuse("unknown organization", elsewhere);
    table.refuse("not a member", promote(&stranger.id, "org:member"));
    table.refuse("unknown role", promote(&guest.id, "org:king"));
    table.refuse("last admin", promote(&owner.id, "org:member"));
    let desk = || UpdateOrganizationMembershipMetadata::new(engines, &guest.id);
    let absent = UpdateOrganizationMembershipMetadata::new(engines, &stranger.id);
    table.refuse("not a member", absent);
    table.refuse("no object", desk().public_metadata(list()));
    table.refuse("more than 8 KB", desk().private_metadata(large()));
    let leave = |user: &UserId| DeleteOrganizationMembership::new(engines, user);
    table.refuse("not a member", leave(&stranger.id));
    table.refuse("last admin", leave(&owner.id));
}

fn invitations(
    table: &mut Table,
    engines: &clerk_sdk::api::OrganizationId,
    [owner, guest, stranger]: [&User; 3],
) {
    let all = || ListOrganizationInvitations::new(engines);
    table.refuse("unknown organization", ListOrganizationInvitations::new("org_x"));
    table.refuse("limit 501", all().limit(501));
    table.refuse("unknown order", all().order_by("age"));

    let invite = |address: &str| CreateOrganizationInvitation::new(engines, address, "org:member");
    let elsewhere = CreateOrganizationInvitation::new("org_x", "x@example.com", "org:member");
    table.refuse("unknown organization", elsewhere);
    let by = |user: &str| invite("x@example.com").inviter_user_id(UserId::from(user));
    table.refuse("unknown inviter", by("user_x"));
    table.refuse("inviter not an admin", by(guest.id.as_str()));
    table.refuse("inviter not a member", by(stranger.id.as_str()));
    table.refuse("not an email address", invite("x"));
    let king = CreateOrganizationInvitation::new(engines, "x@example.com", "org:king");
    table.refuse("unknown role", king);
    table.refuse("0 days", invite("x@example.com").expires_in_days(0));
    table.refuse("366 days", invite("x@example.com").expires_in_days(366));
    table.refuse("metadata no object", invite("x@example.com").public_metadata(list()));
    table.refuse("metadata of more than 8 KB", invite("x@example.com").private_metadata(large()));
    table.refuse("already a member", invite("guest@example.com"));
    let pending =
        table.instance.send(invite("pending@example.com").inviter_user_id(owner.id.clone()));
    table.refuse("already invited", invite("Pending@example.com"));
    table.instance.send(UpdateOrganization::new(engines).max_allowed_memberships(3_u64));
    table.refuse("3 of 3", invite("x@example.com"));

    let bulk = |organization: &str, addresses: &[&str]| {
        let new = |address: &&str| NewOrganizationInvitation::new(*address, "org:member");
        let all: Vec<_> = addresses.iter().map(new).collect();
        CreateOrganizationInvitationBulk::new(organization, all)
    };
    let id = engines.as_str();
    table.refuse("unknown organization", bulk("org_x", &["x@example.com"]));
    table.refuse("no invitations", bulk(id, &[]));
    table.refuse("11 invitations", bulk(id, &["x@example.com"; 11]));
    table.refuse("address twice", bulk(id, &["x@example.com", "X@example.com"]));
    table.refuse("already invited", bulk(id, &["pending@example.com"]));
    table.refuse("3 of 3", bulk(id, &["x@example.com"]));

    table.refuse("unknown organization", GetOrganizationInvitation::new("org_x", &pending.id));
    table.refuse("unknown invitation", GetOrganizationInvitation::new(engines, "orginv_x"));
    let revoke = || RevokeOrganizationInvitation::new(engines, &pending.id);
    table.refuse("unknown organization", RevokeOrganizationInvitation::new("org_x", &pending.id));
    table.refuse("unknown invitation", RevokeOrganizationInvitation::new(engines, "orginv_x"));
    table.refuse("revoker not an admin", revoke().requesting_user_id(guest.id.clone()));
    table.instance.send(revoke().requesting_user_id(owner.id.clone()));
    table.refuse("not pending", revoke());
}
