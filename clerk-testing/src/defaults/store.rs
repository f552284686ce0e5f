//! What the fake remembers.

use std::collections::BTreeMap;

use clerk_api::{
    actor_tokens::ActorToken, invitations::Invitation,
    organization_invitations::OrganizationInvitation, organizations::Organization,
    sessions::Session, users::User,
};
use clerk_core::{Patch, Timestamp};

use super::{
    failures::{invalid, malformed, not_found},
    memberships::Member,
};
use crate::ApiFailure;

/// 2023-11-14T22:13:20Z.
const START: i64 = 1_700_000_000_000;
const DAY: i64 = 86_400_000;

/// An instance of Clerk's, in memory. Its handlers check everything before they change anything.
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
    /// A new ID: as long as Clerk's, but counted.
    pub(super) fn id<T: From<String>>(&mut self, prefix: &'static str) -> T {
        let count = self.ids.entry(prefix).or_default();
        *count += 1;
        T::from(format!("{prefix}_{count:027}"))
    }

    /// The time, which goes on by a second.
    pub(super) fn now(&mut self) -> Timestamp {
        self.seconds += 1;
        Timestamp::from_unix_millis(START + self.seconds * 1000)
    }
}

pub(super) fn days_after(time: Timestamp, days: u32) -> Timestamp {
    Timestamp::from_unix_millis(time.as_unix_millis() + i64::from(days) * DAY)
}

/// What has an ID of its own.
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

    /// Finds one, or answers 404.
    pub(super) fn get(&self, id: &T::Id) -> Result<&T, ApiFailure> {
        let id = id.as_ref();
        self.iter().find(|record| record.id().as_ref() == id).ok_or_else(|| not_found(T::KIND, id))
    }

    /// Finds one, or answers 404.
    pub(super) fn get_mut(&mut self, id: &T::Id) -> Result<&mut T, ApiFailure> {
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

/// Changes an optional field as a request says.
pub(super) fn patch<T>(field: &mut Option<T>, patch: Patch<T>) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => *field = None,
        Patch::Set(value) => *field = Some(value),
    }
}

/// Changes a field that cannot be cleared.
pub(super) fn set<T>(field: &mut T, patch: Patch<T>) {
    if let Patch::Set(value) = patch {
        *field = value;
    }
}

/// The value that a request sets, if it does.
pub(super) fn given<T>(patch: &Patch<T>) -> Option<&T> {
    patch.sent().flatten()
}

/// Refuses what is no email address.
pub(super) fn check_email(name: &str, address: &str) -> Result<(), ApiFailure> {
    match address.split_once('@') {
        Some((local, domain)) if !local.is_empty() && domain.contains('.') => Ok(()),
        _ => Err(malformed(name, "must be a valid email address")),
    }
}

/// For how many days an invitation is valid.
pub(super) fn check_days(days: &Patch<u32>) -> Result<u32, ApiFailure> {
    match given(days).copied().unwrap_or(30) {
        days @ 1..=365 => Ok(days),
        _ => Err(invalid("expires_in_days", "must be from 1 to 365")),
    }
}

/// Refuses a call that makes none, or more than ten.
pub(super) fn check_bulk(len: usize) -> Result<(), ApiFailure> {
    let (code, rule) = match len {
        1..=10 => return Ok(()),
        0 => ("request_body_invalid", "1 invitation or more"),
        _ => ("bulk_size_exceeded", "10 invitations or fewer"),
    };
    Err(ApiFailure::bad_request(code).long_message(format!("The request must have {rule}.")))
}
