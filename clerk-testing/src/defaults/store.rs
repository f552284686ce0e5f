//! The data of the fake, its lookups, and its changes.

use std::{collections::BTreeMap, time::Duration};

use clerk_api::{
    ActorTokenId, OrganizationId, OrganizationMembershipId, UserId,
    actor_tokens::ActorToken,
    invitations::{Invitation, InvitationStatus},
    models::deleted::DeletedObject,
    organization_invitations::{OrganizationInvitation, OrganizationInvitationStatus},
    organizations::Organization,
    sessions::{Session, SessionStatus},
    sign_in_tokens::SignInToken,
    users::User,
};
use clerk_core::{Json, Part, SecretString, Timestamp};
#[cfg(feature = "webhooks")]
use clerk_webhooks::EventData;

use super::{
    failures::not_found,
    settings::Settings,
    time::{after, day, millis},
};
use crate::{failure::Outcome, timer::FakeTimer};

/// 2023-11-14T22:13:20Z.
const START: i64 = 1_700_000_000_000;

/// A Clerk instance in memory. Its handlers check everything before they change anything, and
/// change it only through [`add`](Self::add), [`change`](Self::change), and
/// [`remove`](Self::remove).
pub(crate) struct Store {
    pub(super) settings: Settings,
    pub(super) users: Table<User>,
    pub(super) organizations: Table<Organization>,
    pub(super) members: Table<Member>,
    pub(super) organization_invitations: Table<OrganizationInvitation>,
    pub(super) invitations: Table<Invitation>,
    pub(super) sessions: Table<Session>,
    pub(super) actor_tokens: Table<ActorToken>,
    pub(super) sign_in_tokens: Table<SignInToken>,
    /// The passwords of users, which no response shows.
    pub(super) passwords: BTreeMap<UserId, Password>,
    /// The URL of the Frontend API, which the links of tokens lead to.
    pub(super) frontend_url: String,
    /// The expiry of actor tokens, and the maximum duration of the sessions that they open.
    pub(super) actor_token_limits: BTreeMap<ActorTokenId, (Timestamp, Duration)>,
    /// The profile images, by ID.
    pub(super) images: BTreeMap<String, Part>,
    lockouts: BTreeMap<UserId, Timestamp>,
    ids: BTreeMap<&'static str, u64>,
    clock: FakeTimer,
    changes: i64,
    /// The events of the changes that no message was created for yet.
    #[cfg(feature = "webhooks")]
    events: Vec<(EventData, Timestamp)>,
}

/// The password of a user.
pub(super) enum Password {
    Plain(SecretString),
    /// The fake does not read digests.
    Digest,
}

impl Store {
    pub(super) fn new(settings: Settings, clock: FakeTimer) -> Self {
        Self {
            settings,
            users: Table::default(),
            organizations: Table::default(),
            members: Table::default(),
            organization_invitations: Table::default(),
            invitations: Table::default(),
            sessions: Table::default(),
            actor_tokens: Table::default(),
            sign_in_tokens: Table::default(),
            passwords: BTreeMap::new(),
            frontend_url: "https://example.accounts.dev".to_owned(),
            actor_token_limits: BTreeMap::new(),
            images: BTreeMap::new(),
            lockouts: BTreeMap::new(),
            ids: BTreeMap::new(),
            clock,
            changes: 0,
            #[cfg(feature = "webhooks")]
            events: Vec::new(),
        }
    }

    /// Returns a new ID: as long as Clerk's, but with a counter.
    pub(super) fn id<T: From<String>>(&mut self, prefix: &'static str) -> T {
        let count = self.ids.entry(prefix).or_default();
        *count += 1;
        T::from(format!("{prefix}_{count:027}"))
    }

    /// Returns the URL of an invitation, an actor token, or a sign-in token.
    pub(super) fn ticket(&self, id: &str) -> String {
        format!("{}/v1/tickets/accept?ticket=fake-{id}", self.frontend_url)
    }

    /// Returns the URL of an uploaded image. Only a served Frontend API serves it.
    pub(super) fn image_url(&self, id: &str) -> String {
        match self.frontend_url.strip_prefix("http://") {
            Some(host) => format!("http://{host}/v1/images/{id}"),
            None => format!("https://img.example.com/{id}"),
        }
    }

    /// Moves the time by a second and returns it.
    pub(super) fn now(&mut self) -> Timestamp {
        self.changes += 1;
        self.time()
    }

    /// Returns how far the clock has been moved.
    #[cfg(feature = "auth")]
    pub(super) fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    pub(super) fn time(&self) -> Timestamp {
        let moved = millis(self.clock.elapsed());
        let start = START.saturating_add(self.changes.saturating_mul(1000));
        Timestamp::from_unix_millis(start.saturating_add(moved))
    }

    /// Adds a record.
    pub(super) fn add<T: Record>(&mut self, record: T) -> T {
        T::table(self).0.push(record.clone());
        #[cfg(feature = "webhooks")]
        self.record(&record, Change::Created);
        record
    }

    /// Changes a record and its `updated_at`.
    pub(super) fn change<T: Record>(
        &mut self,
        id: &T::Id,
        change: impl FnOnce(&mut T),
    ) -> Outcome<T> {
        T::table(self).get(id)?;
        let now = self.now();
        let record = T::table(self).get_mut(id)?;
        change(record);
        record.touch(now);
        let record = record.clone();
        #[cfg(feature = "webhooks")]
        self.record(&record, Change::Updated);
        Ok(record)
    }

    /// Records the events of a change.
    #[cfg(feature = "webhooks")]
    fn record(&mut self, record: &impl Source, change: Change) {
        let (events, time) = (record.events(self, change), self.time());
        self.events.extend(events.into_iter().map(|event| (event, time)));
    }

    /// Returns the events of the changes since the last call, each with its time.
    #[cfg(feature = "webhooks")]
    pub(crate) fn take_events(&mut self) -> Vec<(EventData, Timestamp)> {
        std::mem::take(&mut self.events)
    }

    /// Changes the records that `is_meant` selects.
    pub(super) fn change_all<T: Record>(
        &mut self,
        is_meant: impl FnMut(&&T) -> bool,
        change: impl Fn(&mut T),
    ) -> Outcome<()> {
        let meant = T::table(self).iter().filter(is_meant);
        let ids: Vec<_> = meant.map(|record| record.id().clone()).collect();
        ids.iter().try_for_each(|id| self.change(id, &change).map(drop))
    }

    /// Removes the records that `is_meant` selects.
    pub(super) fn remove<T: Record>(&mut self, mut is_meant: impl FnMut(&T) -> bool) {
        #[cfg(feature = "webhooks")]
        for record in T::table(self).0.clone() {
            if is_meant(&record) {
                self.record(&record, Change::Deleted);
            }
        }
        T::table(self).0.retain(|record| !is_meant(record));
    }

    /// Locks or unlocks a user.
    pub(super) fn set_lock(&mut self, id: &UserId, locked: bool) -> Outcome<User> {
        let lockout = self.settings.lockout.filter(|_| locked);
        let user = self.change(id, |user: &mut User| {
            user.locked = Some(locked);
            user.lockout_expires_in_seconds = lockout.map(seconds);
        })?;
        let now = self.time();
        match lockout {
            Some(lockout) => self.lockouts.insert(id.clone(), after(now, lockout)),
            None => self.lockouts.remove(id),
        };
        Ok(user)
    }

    /// Records a sign-in, which does not change `updated_at`.
    pub(super) fn sign_in(&mut self, id: &UserId, now: Timestamp) -> Outcome<()> {
        let user = self.users.get_mut(id)?;
        user.last_sign_in_at = Some(now);
        user.last_active_at = Some(day(now));
        Ok(())
    }

    /// Ends expired invitations, sessions, and lockouts. Every call starts with this.
    pub(super) fn expire(&mut self) -> Outcome<()> {
        let now = self.time();
        self.change_all(
            |it: &&Invitation| {
                it.status == InvitationStatus::Pending && it.expires_at.is_some_and(|at| at <= now)
            },
            |it| it.status = InvitationStatus::Expired,
        )?;
        self.change_all(
            |it: &&OrganizationInvitation| {
                it.status == Some(OrganizationInvitationStatus::Pending)
                    && it.expires_at.is_some_and(|at| at <= now)
            },
            |it| it.status = Some(OrganizationInvitationStatus::Expired),
        )?;
        self.change_all(
            |it: &&Session| it.status == SessionStatus::Active && it.expire_at <= now,
            |it| it.status = SessionStatus::Expired,
        )?;
        for (id, end) in self.lockouts.clone() {
            if end <= now {
                self.set_lock(&id, false)?;
            } else if let Ok(user) = self.users.get_mut(&id) {
                let left = end.as_unix_millis().saturating_sub(now.as_unix_millis());
                user.lockout_expires_in_seconds = Some(left / 1000);
            }
        }
        Ok(())
    }

    /// Removes the password and the lockout of a deleted user.
    pub(super) fn forget(&mut self, id: &UserId) {
        self.passwords.remove(id);
        self.lockouts.remove(id);
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

/// Returns the response to a deletion.
pub(super) fn deleted(object: &str, id: &str) -> DeletedObject {
    let mut deleted = DeletedObject::sample();
    deleted.object = Some(object.to_owned());
    deleted.id = Some(id.to_owned());
    deleted
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

/// A membership, without the data of the organization and the user that responses show.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) organization_id: OrganizationId,
    pub(super) user_id: UserId,
    pub(super) id: OrganizationMembershipId,
    pub(super) role: String,
    pub(super) public_metadata: Option<Json>,
    pub(super) private_metadata: Option<Json>,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Option<Timestamp>,
}

impl Member {
    pub(super) fn is(&self, organization: &OrganizationId, user: &UserId) -> bool {
        self.organization_id == *organization && self.user_id == *user
    }
}

/// A change of one record.
#[cfg(feature = "webhooks")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Created,
    Updated,
    Deleted,
}

/// A record whose changes may make events.
#[cfg(feature = "webhooks")]
pub(super) trait Source {
    /// Returns the events of a change, in order. A deleted record is still in the store.
    fn events(&self, store: &Store, change: Change) -> Vec<EventData> {
        let _ = (store, change);
        Vec::new()
    }
}

/// Records make no events without webhooks.
#[cfg(not(feature = "webhooks"))]
pub(super) trait Source {}

#[cfg(not(feature = "webhooks"))]
impl<T> Source for T {}

/// A resource with an ID.
pub(super) trait Record: Source + Clone + Sized {
    const KIND: &'static str;
    type Id: AsRef<str> + Clone;

    fn table(store: &mut Store) -> &mut Table<Self>;
    fn id(&self) -> &Self::Id;
    /// Sets when the resource last changed.
    fn touch(&mut self, now: Timestamp);
}

macro_rules! records {
    ($($record:ty, $id:ident, $table:ident, $kind:literal;)*) => {$(
        impl Record for $record {
            const KIND: &'static str = $kind;
            type Id = clerk_api::$id;

            fn table(store: &mut Store) -> &mut Table<Self> {
                &mut store.$table
            }

            fn id(&self) -> &Self::Id {
                &self.id
            }

            fn touch(&mut self, now: Timestamp) {
                self.updated_at = Some(now);
            }
        }
    )*};
}

records! {
    User, UserId, users, "user";
    Organization, OrganizationId, organizations, "organization";
    Member, OrganizationMembershipId, members, "organization membership";
    OrganizationInvitation, OrganizationInvitationId, organization_invitations,
        "organization invitation";
    Invitation, InvitationId, invitations, "invitation";
    Session, SessionId, sessions, "session";
    ActorToken, ActorTokenId, actor_tokens, "actor token";
    SignInToken, SignInTokenId, sign_in_tokens, "sign-in token";
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

    /// Returns the resource with this ID, or a 404.
    pub(super) fn get(&self, id: &T::Id) -> Outcome<&T> {
        let id = id.as_ref();
        self.iter().find(|record| record.id().as_ref() == id).ok_or_else(|| not_found(T::KIND, id))
    }

    fn get_mut(&mut self, id: &T::Id) -> Outcome<&mut T> {
        let id = id.as_ref();
        self.0
            .iter_mut()
            .find(|record| record.id().as_ref() == id)
            .ok_or_else(|| not_found(T::KIND, id))
    }
}
