//! A session.

use clerk_core::{Json, Timestamp};
use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};

use crate::{ClientId, OrganizationId, SessionActivityId, SessionId, UserId};

/// A session: one user, signed in on one client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "session")]
#[non_exhaustive]
pub struct Session {
    /// The session's ID.
    pub id: SessionId,
    /// The user that is signed in.
    pub user_id: UserId,
    /// The client on which they are.
    pub client_id: ClientId,
    /// Who acts for the user, where somebody does: an object with `sub` and further members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Json>,
    /// Where the session stands.
    pub status: SessionStatus,
    /// The organization that the user chose last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_organization_id: Option<OrganizationId>,
    /// When the session was last used.
    pub last_active_at: Timestamp,
    /// The device on which it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_activity: Option<SessionActivity>,
    /// When the session expires, whether it is used or not.
    pub expire_at: Timestamp,
    /// When the session counts as abandoned.
    pub abandon_at: Timestamp,
    /// When the session last changed.
    pub updated_at: Timestamp,
    /// When the session was created.
    pub created_at: Timestamp,
    /// What the user has still to do before the session becomes active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Vec<SessionTask>>,
}

/// The device on which a session was last used, and where it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SessionActivity {
    /// The kind of the resource, `session_activity`.
    pub object: String,
    /// The activity's ID.
    pub id: SessionActivityId,
    /// The device or its operating system, such as `Macintosh`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_type: Option<String>,
    /// Whether the device is a mobile one.
    #[serde(default)]
    pub is_mobile: bool,
    /// The browser's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser_name: Option<String>,
    /// The browser's version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser_version: Option<String>,
    /// The address from which requests came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    /// The city in which that address is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The country in which that address is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// Something that a user has to do before their session becomes active.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SessionTask {
    /// What it is, such as `choose-organization`.
    pub key: String,
}

/// Where a session stands. Requests are authenticated by an active one only.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SessionStatus {
    /// The user is signed in.
    Active,
    /// It was revoked through the API.
    Revoked,
    /// The user signed out, and the client still lists it.
    Ended,
    /// Its time ran out.
    Expired,
    /// The user signed out, and the client does not list it any more.
    Removed,
    /// It was not used for too long.
    Abandoned,
    /// Another session took its place.
    Replaced,
    /// The user has tasks to do before it becomes active.
    Pending,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

#[cfg(feature = "testing")]
impl Session {
    /// An active session that lasts a week, for tests. Change its fields as the test needs them.
    #[must_use]
    pub fn sample() -> Self {
        let created_at = Timestamp::from_unix_millis(1_700_000_000_000);
        Self {
            id: "sess_sample".into(),
            user_id: "user_sample".into(),
            client_id: "client_sample".into(),
            actor: None,
            status: SessionStatus::Active,
            last_active_organization_id: None,
            last_active_at: created_at,
            latest_activity: None,
            expire_at: Timestamp::from_unix_millis(1_700_604_800_000),
            abandon_at: Timestamp::from_unix_millis(1_702_592_000_000),
            updated_at: created_at,
            created_at,
            tasks: None,
        }
    }
}
