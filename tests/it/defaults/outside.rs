//! Events outside the Backend API: time passes, and people accept invitations.

use std::time::Duration;

use clerk_sdk::{
    Json,
    api::{
        organization_invitations::{
            CreateOrganizationInvitation, GetOrganizationInvitation, OrganizationInvitationStatus,
        },
        users::{LockUser, UpdateUser},
    },
    testing::Fault,
};
use serde_json::json;

use super::*;

const DAY: Duration = Duration::from_secs(86_400);

fn code<T: std::fmt::Debug>(result: Result<T, ApiFailure>) -> String {
    let failure = result.unwrap_err();
    format!("{} {}", failure.status().as_u16(), failure.code())
}

#[test]
fn times_follow_the_clock() {
    let instance = Instance::new();
    let ada = instance.user("ada");
    instance.fake.clock().advance(DAY);
    let bob = instance.user("bob");
    let apart = bob.created_at.as_unix_millis() - ada.created_at.as_unix_millis();
    assert_eq!(apart, 86_401_000);

    // A delayed response takes time, too.
    instance.fake.fail_next::<CreateUser>(Fault::delay(Duration::from_secs(5)));
    instance.user("cyd");
    let dan = instance.user("dan");
    assert_eq!(dan.created_at.as_unix_millis() - bob.created_at.as_unix_millis(), 7_000);
}

#[test]
fn invitations_and_sessions_expire() {
    let instance = Instance::new();
    let ada = instance.user("ada");
    let short = instance.send(CreateInvitation::new("b@example.com").expires_in_days(1));
    let long = instance.send(CreateInvitation::new("c@example.com").expires_in_days(9));
    let engines = instance.send(CreateOrganization::new("Engines").created_by(ada.id.clone())).id;
    let invite = CreateOrganizationInvitation::new(&engines, "b@example.com", "org:member");
    let invitation = instance.send(invite.clone().expires_in_days(1));
    let session = instance.send(CreateSession::new(&ada.id));

    instance.fake.clock().advance(DAY);
    let list = |status| {
        let page = instance.send(ListInvitations::new().status(status));
        page.iter().map(|it| it.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(list(InvitationStatus::Expired), std::slice::from_ref(&short.id));
    assert_eq!(list(InvitationStatus::Pending), [long.id]);
    let get = GetOrganizationInvitation::new(&engines, &invitation.id);
    assert_eq!(instance.send(get).status, Some(OrganizationInvitationStatus::Expired));
    instance.send(invite);
    instance.send(CreateInvitation::new("b@example.com"));
    assert_eq!(code(instance.fake.accept_invitation(short.id)), "400 invitation_expired");
    let expired = instance.fake.accept_organization_invitation(invitation.id);
    assert_eq!(code(expired), "404 organization_invitation_not_pending");

    assert_eq!(instance.send(GetSession::new(&session.id)).status, SessionStatus::Active);
    instance.fake.clock().advance(DAY * 6);
    assert_eq!(instance.send(GetSession::new(&session.id)).status, SessionStatus::Expired);
    let token = CreateSessionToken::new(&session.id);
    assert_eq!(instance.refusal(token), "404 resource_not_found");
}

#[test]
fn a_lockout_ends() {
    let instance = Instance::new();
    let ada = instance.user("ada");
    assert_eq!(instance.send(LockUser::new(&ada.id)).lockout_expires_in_seconds, Some(3600));
    instance.fake.clock().advance(Duration::from_secs(1800));
    let user = instance.send(GetUser::new(&ada.id));
    assert_eq!((user.locked, user.lockout_expires_in_seconds), (Some(true), Some(1800)));
    instance.fake.clock().advance(Duration::from_secs(1800));
    let user = instance.send(GetUser::new(&ada.id));
    assert_eq!((user.locked, user.lockout_expires_in_seconds), (Some(false), None));
    let locked = instance.send(CreateUser::new().username("locked").locked(true));
    assert_eq!((locked.locked, locked.lockout_expires_in_seconds), (Some(true), Some(3600)));

    let instance = Instance::with(settings().lockout(None));
    let ada = instance.user("ada");
    instance.send(LockUser::new(&ada.id));
    instance.fake.clock().advance(DAY * 365);
    let user = instance.send(GetUser::new(&ada.id));
    assert_eq!((user.locked, user.lockout_expires_in_seconds), (Some(true), None));
}

#[test]
fn a_person_accepts_an_invitation() {
    let instance = Instance::new();
    let plan = Json::from(json!({ "plan": "pro" }));
    let invite = CreateInvitation::new("ada@example.com").public_metadata(plan);
    let invitation = instance.send(invite);
    let ada = instance.fake.accept_invitation(&invitation.id).unwrap();
    assert_eq!(ada.public_metadata.as_ref().unwrap().as_str(), r#"{"plan":"pro"}"#);
    assert_eq!(instance.send(GetUser::new(&ada.id)), ada);
    let accepted = instance.send(ListInvitations::new().status(InvitationStatus::Accepted));
    assert_eq!(accepted[0].id, invitation.id);

    let again = || instance.fake.accept_invitation(&invitation.id);
    assert_eq!(code(again()), "400 invitation_already_accepted");
    let revoke = RevokeInvitation::new(&invitation.id);
    assert_eq!(instance.refusal(revoke), "400 invitation_already_accepted");
    assert_eq!(code(instance.fake.accept_invitation("inv_x")), "404 resource_not_found");
    let revoked = instance.send(CreateInvitation::new("b@example.com")).id;
    instance.send(RevokeInvitation::new(&revoked));
    assert_eq!(code(instance.fake.accept_invitation(revoked)), "400 revoked_invitation");
    let taken = CreateInvitation::new("ada@example.com").ignore_existing(true);
    let taken = instance.fake.accept_invitation(instance.send(taken).id);
    assert_eq!(code(taken), "422 form_identifier_exists");
    let without = FakeClerk::new().accept_invitation("inv_1");
    assert_eq!(code(without), "501 fake_operation_unsupported");
}

#[test]
fn a_person_accepts_an_invitation_to_an_organization() {
    let instance = Instance::new();
    let [ada, bob] = ["ada", "bob"].map(|name| instance.user(name));
    let engines = instance.send(CreateOrganization::new("Engines").created_by(ada.id.clone())).id;
    let invite = |address: &str| {
        let invite = CreateOrganizationInvitation::new(&engines, address, "org:admin")
            .private_metadata(Json::from(json!({ "desk": 7 })));
        instance.send(invite).id
    };
    let invitation = invite("bob@example.com");
    let membership = instance.fake.accept_organization_invitation(&invitation).unwrap();
    assert_eq!(membership.public_user_data.unwrap().user_id, bob.id);
    assert_eq!(membership.role, "org:admin");
    assert_eq!(membership.private_metadata.unwrap().as_str(), r#"{"desk":7}"#);
    let again = instance.fake.accept_organization_invitation(&invitation);
    assert_eq!(code(again), "404 organization_invitation_not_pending");

    // An unknown person signs up.
    instance.fake.accept_organization_invitation(invite("cyd@example.com")).unwrap();
    let organization = GetOrganization::new(&engines).include_members_count(true);
    assert_eq!(instance.send(organization).members_count, Some(3));
    instance.send(UpdateUser::new(&ada.id).first_name("Ada"));
}
