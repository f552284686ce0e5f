//! Models of the Backend API with members that only events have.

use clerk_api::{
    UserId,
    models::{
        organization_invitation::{OrganizationInvitation, PublicOrganizationData},
        session::Session,
        user::User,
    },
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The data of a session's event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SessionEvent {
    /// The session.
    #[serde(flatten)]
    pub session: Session,
    /// The user whose session it is. Missing from some events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Box<User>>,
}

/// The data of an event for an accepted invitation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct AcceptedInvitation {
    /// The invitation.
    #[serde(flatten)]
    pub invitation: OrganizationInvitation,
    /// The user who accepted it.
    pub user_id: UserId,
}

impl SessionEvent {
    /// Combines a session and its user.
    #[must_use]
    pub fn new(session: Session, user: Option<User>) -> Self {
        Self { session, user: user.map(Box::new) }
    }
}

impl AcceptedInvitation {
    /// Combines an invitation and the user who accepted it.
    #[must_use]
    pub fn new(invitation: OrganizationInvitation, user_id: impl Into<UserId>) -> Self {
        Self { invitation, user_id: user_id.into() }
    }
}

/// A model that is read from the data of an event.
pub(crate) trait Read: Sized {
    fn read(data: &str) -> Result<Self, serde_json::Error>;
}

macro_rules! plain {
    ($($model:ty),* $(,)?) => {
        $(impl Read for $model {
            fn read(data: &str) -> Result<Self, serde_json::Error> {
                serde_json::from_str(data)
            }
        })*
    };
}

plain!(
    crate::billing::PaymentAttempt,
    crate::billing::Subscription,
    crate::billing::SubscriptionItem,
    crate::messages::Email,
    crate::messages::Sms,
    clerk_api::models::deleted::DeletedObject,
    clerk_api::models::organization::Organization,
    clerk_api::models::organization_domain::OrganizationDomain,
    clerk_api::models::organization_membership::OrganizationMembership,
    clerk_api::models::role::Permission,
    clerk_api::models::role::Role,
    User,
    clerk_api::models::waitlist_entry::WaitlistEntry,
);

// `#[serde(flatten)]` cannot read JSON that is kept as text, so these read the data twice.

fn members<T: DeserializeOwned>(data: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(data)
}

impl Read for SessionEvent {
    fn read(data: &str) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct More {
            #[serde(default)]
            user: Option<Box<User>>,
        }

        let session = members(data)?;
        let More { user } = members(data)?;
        Ok(Self { session, user })
    }
}

/// Reads `data.public_organization_data`, where events have it, as well.
impl Read for OrganizationInvitation {
    fn read(data: &str) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct More {
            #[serde(default)]
            data: Option<Nested>,
        }
        #[derive(Deserialize)]
        struct Nested {
            #[serde(default)]
            public_organization_data: Option<PublicOrganizationData>,
        }

        let mut invitation: Self = members(data)?;
        if invitation.public_organization_data.is_none() {
            let More { data } = members(data)?;
            invitation.public_organization_data = data.and_then(|it| it.public_organization_data);
        }
        Ok(invitation)
    }
}

impl Read for AcceptedInvitation {
    fn read(data: &str) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct More {
            user_id: UserId,
        }

        let invitation = Read::read(data)?;
        let More { user_id } = members(data)?;
        Ok(Self { invitation, user_id })
    }
}
