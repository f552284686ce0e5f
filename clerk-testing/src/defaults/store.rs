//! The data of the fake, and lookups.

use std::collections::BTreeMap;

use clerk_api::{
    OrganizationId, OrganizationMembershipId, UserId, actor_tokens::ActorToken,
    invitations::Invitation, organization_invitations::OrganizationInvitation,
    organizations::Organization, sessions::Session, users::User,
};
use clerk_core::{Json, Timestamp};

use super::failures::not_found;
use crate::failure::Outcome;

/// 2023-11-14T22:13:20Z.
const START: i64 = 1_700_000_000_000;

/// A Clerk instance in memory. Its handlers check everything before they change anything.
#[derive(Default)]
pub(super) struct Store {
    pub(super) users: Table<User>,
    pub(super) organizations: Table<Organization>,
    pub(super) members: Vec<Member>,
    pub(super) organization_invitations: Table<OrganizationInvitation>,
    pub(super) invitations: Table<Invitation>,
    pub(super) sessions: Table<Session>,
    pub(super) actor_tokens: Table<ActorToken>,
    ids: BTreeMap<&'static str, u64>,
    seconds: i64,
}

impl Store {
    /// Returns a new ID: as long as Clerk's, but with a counter.
    pub(super) fn id<T: From<String>>(&mut self, prefix: &'static str) -> T {
        let count = self.ids.entry(prefix).or_default();
        *count += 1;
        T::from(format!("{prefix}_{count:027}"))
    }

    /// Moves the clock by a second and returns the time.
    pub(super) fn now(&mut self) -> Timestamp {
        self.seconds += 1;
        Timestamp::from_unix_millis(START + self.seconds * 1000)
    }

    /// Returns a user's member of an organization, or a 404.
    pub(super) fn find_member(
        &self,
        organization: &OrganizationId,
        user: &UserId,
    ) -> Outcome<&Member> {
        self.organizations.get(organization)?;
        let member = self.members.iter().find(|member| member.is(organization, user));
        member.ok_or_else(|| not_found("organization membership", user.as_str()))
    }

    /// Returns the members of an organization.
    pub(super) fn members_of(&self, id: &OrganizationId) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |member| member.organization_id == *id)
    }
}

/// A membership, without the data of the organization and the user that responses show.
pub(super) struct Member {
    pub(super) organization_id: OrganizationId,
    pub(super) user_id: UserId,
    pub(super) id: OrganizationMembershipId,
    pub(super) role: String,
    pub(super) public_metadata: Option<Json>,
    pub(super) private_metadata: Option<Json>,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
}

impl Member {
    pub(super) fn is(&self, organization: &OrganizationId, user: &UserId) -> bool {
        self.organization_id == *organization && self.user_id == *user
    }
}

/// A resource with an ID.
pub(super) trait Record {
    const KIND: &'static str;
    type Id: AsRef<str>;

    fn id(&self) -> &Self::Id;
}

macro_rules! records {
    ($($record:ty, $id:ident, $kind:literal;)*) => {$(
        impl Record for $record {
            const KIND: &'static str = $kind;
            type Id = clerk_api::$id;

            fn id(&self) -> &Self::Id {
                &self.id
            }
        }
    )*};
}

records! {
    User, UserId, "user";
    Organization, OrganizationId, "organization";
    OrganizationInvitation, OrganizationInvitationId, "organization invitation";
    Invitation, InvitationId, "invitation";
    Session, SessionId, "session";
    ActorToken, ActorTokenId, "actor token";
}

/// All resources of one kind, in the order of their creation.
pub(super) struct Table<T>(Vec<T>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Record> Table<T> {
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut()
    }

    /// Returns the resource with this ID, or a 404.
    pub(super) fn get(&self, id: &T::Id) -> Outcome<&T> {
        let id = id.as_ref();
        self.iter().find(|record| record.id().as_ref() == id).ok_or_else(|| not_found(T::KIND, id))
    }

    /// Returns the resource with this ID, or a 404.
    pub(super) fn get_mut(&mut self, id: &T::Id) -> Outcome<&mut T> {
        let id = id.as_ref();
        self.iter_mut()
            .find(|record| record.id().as_ref() == id)
            .ok_or_else(|| not_found(T::KIND, id))
    }

    pub(super) fn add(&mut self, record: T) -> T
    where
        T: Clone,
    {
        self.0.push(record.clone());
        record
    }

    pub(super) fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.0.retain(keep);
    }
}
