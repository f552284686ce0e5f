//! Organizations, their members, and their invitations.

use clerk_sdk::{
    Json, Patch,
    api::{
        organization_invitations::{
            CreateOrganizationInvitation, CreateOrganizationInvitationBulk,
            GetOrganizationInvitation, ListOrganizationInvitations, NewOrganizationInvitation,
            OrganizationInvitationStatus, RevokeOrganizationInvitation,
        },
        organization_memberships::{
            DeleteOrganizationMembership, ListOrganizationMemberships,
            UpdateOrganizationMembership, UpdateOrganizationMembershipMetadata,
        },
        organizations::{
            DeleteOrganization, ListOrganizations, MergeOrganizationMetadata, Organization,
            ReplaceOrganizationMetadata, UpdateOrganization,
        },
    },
};
use serde_json::json;

use super::*;

fn engines(instance: &Instance, creator: &User) -> Organization {
    let engines = CreateOrganization::new("Engines").slug("engines");
    instance.send(engines.created_by(creator.id.clone()))
}

#[test]
fn an_organization_can_be_read_changed_and_deleted() {
    let instance = Instance::new();
    let ada = instance.user("ada");
    let engines = engines(&instance, &ada);
    let by_slug = GetOrganization::new("engines").include_members_count(true);
    assert_eq!(instance.send(by_slug).members_count, Some(1));

    let update = UpdateOrganization::new(&engines.id).name("Looms").slug(Patch::Clear);
    let changed = instance.send(update);
    assert_eq!((changed.name.as_str(), changed.slug), ("Looms", None));
    let merge = MergeOrganizationMetadata::new(&engines.id)
        .public_metadata(Json::from(json!({ "a": 1, "b": 2 })));
    instance.send(merge.clone());
    let merge = merge.public_metadata(Json::from(json!({ "a": null })));
    assert_eq!(instance.send(merge).public_metadata.unwrap().as_str(), r#"{"b":2}"#);
    let replace = ReplaceOrganizationMetadata::new(&engines.id)
        .private_metadata(Json::from(json!({ "c": 3 })));
    let replaced = instance.send(replace);
    assert_eq!(replaced.public_metadata.unwrap().as_str(), r#"{"b":2}"#);
    assert_eq!(replaced.private_metadata.unwrap().as_str(), r#"{"c":3}"#);

    let session = CreateSession::new(&ada.id).active_organization_id(engines.id.clone());
    let session = instance.send(session);
    assert!(instance.send(DeleteOrganization::new(&engines.id)).deleted);
    assert_eq!(instance.refusal(GetOrganization::new(&engines.id)), "404 resource_not_found");
    let session = instance.send(GetSession::new(session.id));
    assert_eq!(session.last_active_organization_id, None);
    assert!(instance.send(ListUserOrganizationMemberships::new(&ada.id)).is_empty());
}

#[test]
fn invalid_organizations_are_refused() {
    let instance = Instance::new();
    let ada = instance.user("ada");
    let engines = engines(&instance, &ada);
    let looms = instance.send(CreateOrganization::new("Looms"));
    let new = CreateOrganization::new;
    assert_eq!(instance.refusal(new("")), "422 form_param_missing name");
    let long = CreateOrganization::new("x".repeat(257));
    assert_eq!(instance.refusal(long), "422 form_param_max_length_exceeded name");
    let slug = |slug: &str| instance.refusal(new("X").slug(slug));
    assert_eq!(slug("engines"), "422 form_identifier_exists slug");
    assert_eq!(slug("Not a slug"), "422 form_param_format_invalid slug");
    let orphan = new("X").created_by(UserId::from("user_x"));
    assert_eq!(instance.refusal(orphan), "400 organization_creator_not_found");
    let clash = UpdateOrganization::new(&looms.id).slug("engines");
    assert_eq!(instance.refusal(clash), "422 form_identifier_exists slug");
    instance.send(UpdateOrganization::new(&engines.id).slug("engines"));
    assert_eq!(instance.send(ListOrganizations::new()).total_count, Some(2));
}

#[test]
fn organizations_are_listed_by_member_text_and_size() {
    let instance = Instance::new();
    let [ada, bob] = ["ada", "bob"].map(|name| instance.user(name));
    let engines = engines(&instance, &ada);
    instance.send(CreateOrganization::new("Looms"));
    instance.send(CreateOrganizationMembership::new(&engines.id, &bob.id, "org:member"));
    let names = |list: ListOrganizations| {
        let page = instance.send(list);
        page.iter().map(|it| it.name.clone()).collect::<Vec<_>>().join(" ")
    };
    let list = ListOrganizations::new;
    assert_eq!(names(list()), "Looms Engines");
    assert_eq!(names(list().order_by("name")), "Engines Looms");
    assert_eq!(names(list().order_by("-members_count")), "Engines Looms");
    assert_eq!(names(list().user_id([bob.id.as_str()])), "Engines");
    assert_eq!(names(list().user_id([format!("-{}", bob.id)])), "Looms");
    assert_eq!(names(list().organization_id([engines.id.as_str()])), "Engines");
    assert_eq!(names(list().query("LOO")), "Looms");
    assert_eq!(names(list().query(engines.id.as_str())), "Engines");
    let counted = instance.send(list().include_members_count(true).order_by("name"));
    assert_eq!(counted.iter().map(|it| it.members_count).collect::<Vec<_>>(), [Some(2), Some(0)]);
}

#[test]
fn members_can_be_added_changed_and_removed() {
    let instance = Instance::new();
    let [ada, bob] = ["ada", "bob"].map(|name| instance.user(name));
    let engines = engines(&instance, &ada);
    let join = |user: &User| {
        CreateOrganizationMembership::new(&engines.id, &user.id, "org:billing_manager")
            .public_metadata(Json::from(json!({ "desk": 7 })))
    };
    let membership = instance.send(join(&bob));
    assert_eq!(membership.role_name.as_deref(), Some("Billing_manager"));
    assert_eq!(instance.refusal(join(&bob)), "400 already_a_member_in_organization");
    let unknown_user = CreateOrganizationMembership::new(&engines.id, "user_x", "org:member");
    assert_eq!(instance.refusal(unknown_user), "404 resource_not_found");

    let promote = |role: &str| UpdateOrganizationMembership::new(&engines.id, &bob.id, role);
    assert_eq!(instance.refusal(promote("admin")), "404 resource_not_found role");
    let promoted = instance.send(promote("org:admin"));
    assert_eq!((promoted.id, promoted.permissions.unwrap().len()), (membership.id, 9));
    let desk = UpdateOrganizationMembershipMetadata::new(&engines.id, &bob.id)
        .public_metadata(Json::from(json!({ "desk": null, "floor": 2 })));
    assert_eq!(instance.send(desk).public_metadata.unwrap().as_str(), r#"{"floor":2}"#);

    let members = |list: ListOrganizationMemberships| {
        let page = instance.send(list);
        let names = page.iter().map(|it| it.public_user_data.clone().unwrap().first_name.unwrap());
        names.collect::<Vec<_>>().join(" ")
    };
    let list = || ListOrganizationMemberships::new(&engines.id);
    assert_eq!(members(list()), "bob ada");
    assert_eq!(members(list().order_by("username")), "ada bob");
    assert_eq!(members(list().query("BOB")), "bob");
    assert_eq!(members(list().user_id([format!("-{}", bob.id)])), "ada");
    assert_eq!(members(list().role(["org:member"])), "");

    let leave = DeleteOrganizationMembership::new(&engines.id, &bob.id);
    instance.send(leave.clone());
    assert_eq!(instance.refusal(leave), "404 resource_not_found");
    assert_eq!(members(list()), "ada");
    instance.send(UpdateOrganization::new(&engines.id).max_allowed_memberships(1_u64));
    assert_eq!(instance.refusal(join(&bob)), "403 organization_membership_quota_exceeded");
}

#[test]
fn organization_invitations_can_be_created_and_revoked() {
    let instance = Instance::new();
    let [ada, bob] = ["ada", "bob"].map(|name| instance.user(name));
    let engines = engines(&instance, &ada);
    let invite = |address: &str| {
        CreateOrganizationInvitation::new(&engines.id, address, "org:member")
            .inviter_user_id(ada.id.clone())
    };
    let invitation = instance.send(invite("Cyd@example.com"));
    insta::assert_snapshot!(instance.fake.exchanges().last().unwrap().response);
    let get = GetOrganizationInvitation::new(&engines.id, &invitation.id);
    assert_eq!(instance.send(get), invitation);

    assert_eq!(
        instance.refusal(invite("cyd@example.com")),
        "400 organization_invitation_not_unique"
    );
    assert_eq!(instance.refusal(invite("ada@example.com")), "400 already_a_member_in_organization");
    let outsider = invite("x@example.com").inviter_user_id(bob.id);
    assert_eq!(instance.refusal(outsider), "403 missing_organization_permission");
    let elsewhere = CreateOrganizationInvitation::new("org_x", "x@example.com", "org:member");
    assert_eq!(instance.refusal(elsewhere), "404 resource_not_found");

    let bulk = |addresses: &[&str]| {
        let new = |address: &&str| NewOrganizationInvitation::new(*address, "org:member");
        let all: Vec<_> = addresses.iter().map(new).collect();
        CreateOrganizationInvitationBulk::new(&engines.id, all)
    };
    let half = bulk(&["d@example.com", "cyd@example.com"]);
    assert_eq!(instance.refusal(half), "400 organization_invitation_not_unique");
    assert_eq!(instance.refusal(bulk(&[])), "400 request_body_invalid");
    assert_eq!(instance.send(bulk(&["d@example.com", "e@example.com"])).total_count, Some(2));

    let revoke = RevokeOrganizationInvitation::new(&engines.id, &invitation.id);
    let revoked = instance.send(revoke.clone());
    assert_eq!((revoked.status, revoked.url), (Some(OrganizationInvitationStatus::Revoked), None));
    assert_eq!(instance.refusal(revoke), "404 organization_invitation_not_pending");
    let list = || ListOrganizationInvitations::new(&engines.id);
    let count = |list: ListOrganizationInvitations| instance.send(list).total_count.unwrap();
    assert_eq!(count(list()), 3);
    assert_eq!(count(list().status(OrganizationInvitationStatus::Pending)), 2);
    assert_eq!(count(list().email_address("D@example.com")), 1);
    instance.send(invite("cyd@example.com"));
}
