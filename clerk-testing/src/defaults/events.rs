//! The webhook events of changes. Clerk publishes no list of them, so most are inferred from the names of
//! the events.

use clerk_api::{
    invitations::Invitation,
    organization_invitations::{OrganizationInvitation, OrganizationInvitationStatus},
    organizations::Organization,
    sessions::{Session, SessionStatus},
    users::{EmailAddress, User},
};
use clerk_webhooks::{AcceptedInvitation, Email, EventData, SessionEvent};

use super::store::{Change, Member, Source, Store, deleted};

/// Clerk sends this event even if the application has to deliver the email.
fn invitation_email(to: &str) -> EventData {
    let mut email = Email::sample();
    email.slug = Some("invitation".to_owned());
    email.to_email_address = Some(to.to_owned());
    email.subject = Some("You are invited".into());
    email.body = Some("<p>You are invited.</p>".into());
    email.body_plain = Some("You are invited.".into());
    EventData::EmailCreated(email)
}

impl Source for User {
    fn events(&self, _: &Store, change: Change) -> Vec<EventData> {
        vec![match change {
            Change::Created => EventData::UserCreated(self.clone()),
            Change::Updated => EventData::UserUpdated(self.clone()),
            Change::Deleted => {
                let mut user = deleted("user", self.id.as_str());
                user.external_id.clone_from(&self.external_id);
                EventData::UserDeleted(user)
            }
        }]
    }
}

impl Source for Organization {
    fn events(&self, _: &Store, change: Change) -> Vec<EventData> {
        vec![match change {
            Change::Created => EventData::OrganizationCreated(self.clone()),
            Change::Updated => EventData::OrganizationUpdated(self.clone()),
            Change::Deleted => {
                let mut organization = deleted("organization", self.id.as_str());
                organization.slug.clone_from(&self.slug);
                EventData::OrganizationDeleted(organization)
            }
        }]
    }
}

impl Source for Member {
    fn events(&self, store: &Store, change: Change) -> Vec<EventData> {
        let Ok(membership) = store.membership(self) else { return Vec::new() };
        vec![match change {
            Change::Created => EventData::OrganizationMembershipCreated(membership),
            Change::Updated => EventData::OrganizationMembershipUpdated(membership),
            Change::Deleted => EventData::OrganizationMembershipDeleted(membership),
        }]
    }
}

impl Source for OrganizationInvitation {
    fn events(&self, store: &Store, change: Change) -> Vec<EventData> {
        match (change, &self.status) {
            (Change::Created, _) => vec![
                EventData::OrganizationInvitationCreated(self.clone()),
                invitation_email(&self.email_address),
            ],
            (Change::Updated, Some(OrganizationInvitationStatus::Revoked)) => {
                vec![EventData::OrganizationInvitationRevoked(self.clone())]
            }
            (Change::Updated, Some(OrganizationInvitationStatus::Accepted)) => {
                let user = store.owner::<EmailAddress>(&self.email_address);
                let accepted = |user: &User| AcceptedInvitation::new(self.clone(), &user.id);
                let event = user.map(accepted).map(EventData::OrganizationInvitationAccepted);
                event.into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Source for Invitation {
    fn events(&self, _: &Store, change: Change) -> Vec<EventData> {
        match change {
            Change::Created => vec![invitation_email(&self.email_address)],
            Change::Updated | Change::Deleted => Vec::new(),
        }
    }
}

impl Source for Session {
    fn events(&self, store: &Store, change: Change) -> Vec<EventData> {
        let event = match (change, &self.status) {
            (Change::Created, _) => EventData::SessionCreated,
            (Change::Deleted, _) => EventData::SessionRemoved,
            (Change::Updated, SessionStatus::Revoked) => EventData::SessionRevoked,
            _ => return Vec::new(),
        };
        let user = store.users.get(&self.user_id).ok().cloned();
        vec![event(SessionEvent::new(self.clone(), user))]
    }
}

impl Source for clerk_api::actor_tokens::ActorToken {}
impl Source for clerk_api::sign_in_tokens::SignInToken {}
