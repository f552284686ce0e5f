//! The webhooks of a fake with data.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use clerk_sdk::{
    Clerk,
    api::{
        invitations::CreateInvitation,
        organization_invitations::{CreateOrganizationInvitation, RevokeOrganizationInvitation},
        organization_memberships::{CreateOrganizationMembership, DeleteOrganizationMembership},
        organizations::{CreateOrganization, DeleteOrganization, UpdateOrganization},
        sessions::{CreateSession, RevokeSession},
        users::{BanUser, CreateUser, DeleteUser, GetUser, UpdateUser, User},
    },
    http::StatusCode,
    testing::FakeClerk,
    webhooks::{Event, EventData},
};

fn fake() -> (FakeClerk, Clerk) {
    let fake = FakeClerk::with_defaults();
    let clerk = Clerk::builder("sk_test_x").transport(fake.clone()).build().unwrap();
    (fake, clerk)
}

fn kinds(fake: &FakeClerk) -> Vec<String> {
    fake.take_messages().iter().map(|message| message.event().kind().to_owned()).collect()
}

async fn user(clerk: &Clerk, address: &str) -> User {
    clerk.send(CreateUser::new().email_address([address])).await.unwrap()
}

#[test]
fn changes_of_users_emit_events() {
    let (fake, clerk) = fake();
    smol::block_on(async {
        let ada = user(&clerk, "ada@example.com").await;
        let messages = fake.take_messages();
        let [message] = messages.as_slice() else { panic!("{messages:?}") };
        assert_eq!(message.event().data, EventData::UserCreated(ada.clone()));
        assert_eq!(message.event().timestamp, Some(ada.created_at.as_unix_millis()));

        let update = UpdateUser::new(&ada.id).first_name("Ada");
        let updated = clerk.send(update).await.unwrap();
        let messages = fake.take_messages();
        assert_eq!(messages[0].event().data, EventData::UserUpdated(updated));

        // Reading changes nothing, and neither does a refused call.
        clerk.send(GetUser::new(&ada.id)).await.unwrap();
        let taken = CreateUser::new().email_address(["ada@example.com"]);
        clerk.send(taken).await.unwrap_err();
        assert_eq!(kinds(&fake), [""; 0]);

        clerk.send(CreateSession::new(&ada.id)).await.unwrap();
        let session = clerk.send(CreateSession::new(&ada.id)).await.unwrap();
        clerk.send(RevokeSession::new(session.id)).await.unwrap();
        assert_eq!(kinds(&fake), ["session.created", "session.created", "session.revoked"]);
        clerk.send(BanUser::new(&ada.id)).await.unwrap();
        let mut banned = kinds(&fake);
        banned.sort_unstable();
        assert_eq!(banned, ["session.revoked", "user.updated"]);
    });
}

#[test]
fn deleting_a_user_emits_the_events_of_all_that_goes() {
    let (fake, clerk) = fake();
    smol::block_on(async {
        let ada = user(&clerk, "ada@example.com").await;
        let charles = user(&clerk, "charles@example.com").await;
        let engines = CreateOrganization::new("Engines").created_by(charles.id);
        let engines = clerk.send(engines).await.unwrap();
        let member = CreateOrganizationMembership::new(&engines.id, &ada.id, "org:member");
        clerk.send(member).await.unwrap();
        clerk.send(CreateSession::new(&ada.id)).await.unwrap();
        fake.take_messages();

        clerk.send(DeleteUser::new(&ada.id)).await.unwrap();
        let messages = fake.take_messages();
        let kinds: Vec<_> = messages.iter().map(|message| message.event().kind()).collect();
        assert_eq!(kinds, ["session.removed", "organizationMembership.deleted", "user.deleted"]);
        match &messages[1].event().data {
            EventData::OrganizationMembershipDeleted(membership) => {
                assert_eq!(membership.organization.id, engines.id);
            }
            other => panic!("{other:?}"),
        }
        match &messages[2].event().data {
            EventData::UserDeleted(user) => assert_eq!(user.id.as_deref(), Some(ada.id.as_str())),
            other => panic!("{other:?}"),
        }
    });
}

#[test]
fn changes_of_organizations_emit_events() {
    let (fake, clerk) = fake();
    smol::block_on(async {
        let ada = user(&clerk, "ada@example.com").await;
        let charles = user(&clerk, "charles@example.com").await;
        fake.take_messages();
        let engines = CreateOrganization::new("Engines").created_by(ada.id.clone());
        let engines = clerk.send(engines).await.unwrap();
        assert_eq!(kinds(&fake), ["organization.created", "organizationMembership.created"]);
        clerk.send(UpdateOrganization::new(&engines.id).name("Looms")).await.unwrap();
        assert_eq!(kinds(&fake), ["organization.updated"]);
        let member = CreateOrganizationMembership::new(&engines.id, &charles.id, "org:member");
        clerk.send(member).await.unwrap();
        let member = DeleteOrganizationMembership::new(&engines.id, &charles.id);
        clerk.send(member).await.unwrap();
        assert_eq!(
            kinds(&fake),
            ["organizationMembership.created", "organizationMembership.deleted"]
        );
        clerk.send(DeleteOrganization::new(engines.id.as_str())).await.unwrap();
        assert_eq!(kinds(&fake), ["organizationMembership.deleted", "organization.deleted"]);
    });
}

#[test]
fn invitations_emit_events() {
    let (fake, clerk) = fake();
    smol::block_on(async {
        let ada = user(&clerk, "ada@example.com").await;
        let engines = CreateOrganization::new("Engines").created_by(ada.id.clone());
        let engines = clerk.send(engines).await.unwrap();
        fake.take_messages();
        let invite = |address: &str| {
            CreateOrganizationInvitation::new(&engines.id, address, "org:member")
                .inviter_user_id(ada.id.clone())
        };
        let first = clerk.send(invite("charles@example.com")).await.unwrap();
        assert_eq!(kinds(&fake), ["organizationInvitation.created", "email.created"]);
        let revoke = RevokeOrganizationInvitation::new(&engines.id, first.id)
            .requesting_user_id(ada.id.clone());
        clerk.send(revoke).await.unwrap();
        assert_eq!(kinds(&fake), ["organizationInvitation.revoked"]);

        let second = clerk.send(invite("charles@example.com")).await.unwrap();
        fake.take_messages();
        fake.accept_organization_invitation(second.id).unwrap();
        let messages = fake.take_messages();
        let kinds: Vec<_> = messages.iter().map(|message| message.event().kind()).collect();
        let expected =
            ["user.created", "organizationMembership.created", "organizationInvitation.accepted"];
        assert_eq!(kinds, expected);

        clerk.send(CreateInvitation::new("grace@example.com")).await.unwrap();
        assert_eq!(self::kinds(&fake), ["email.created"]);
    });
}

/// A copy of the names of users, as an application keeps one.
#[test]
fn a_copy_follows_the_changes_that_arrive_twice_and_out_of_order() {
    let copy = Arc::new(Mutex::new(BTreeMap::new()));
    let (rows, webhook) = (Arc::clone(&copy), FakeClerk::new().webhook());
    let (fake, clerk) = fake();
    let fake =
        fake.webhooks_to(move |request| match webhook.verify(request.headers(), request.body()) {
            Ok(Event {
                data: EventData::UserCreated(user) | EventData::UserUpdated(user), ..
            }) => {
                let mut rows = rows.lock().unwrap();
                let row = rows.entry(user.id).or_insert((user.updated_at, None));
                if row.0 <= user.updated_at {
                    *row = (user.updated_at, user.first_name);
                }
                StatusCode::NO_CONTENT
            }
            Ok(_) => StatusCode::NO_CONTENT,
            Err(_) => StatusCode::BAD_REQUEST,
        });
    smol::block_on(async {
        let ada = user(&clerk, "ada@example.com").await;
        for name in ["Ada", "Augusta"] {
            clerk.send(UpdateUser::new(&ada.id).first_name(name)).await.unwrap();
        }
        let mut messages = fake.take_messages();
        messages.reverse();
        for message in messages.iter().chain(&messages) {
            assert!(fake.send_message(message)[0].is_success());
        }
        assert_eq!(copy.lock().unwrap()[&ada.id].1.as_deref(), Some("Augusta"));

        clerk.send(UpdateUser::new(&ada.id).first_name("A.")).await.unwrap();
        assert_eq!(fake.deliver_changes().len(), 1);
        assert_eq!(copy.lock().unwrap()[&ada.id].1.as_deref(), Some("A."));
        assert!(fake.deliver_changes().is_empty());
    });
}
