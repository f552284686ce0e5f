//! Sessions.

use clerk_core::{Json, StringEnum, Timestamp, lenient};
use serde::{Deserialize, Serialize};

use crate::{ClientId, OrganizationId, SessionActivityId, SessionId, UserId};

/// A session: a user who is signed in on a client.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "session")]
#[non_exhaustive]
pub struct Session {
    /// The session's ID.
    pub id: SessionId,
    /// The user who is signed in.
    pub user_id: UserId,
    /// The client on which the user is signed in.
    pub client_id: ClientId,
    /// Who acts for the user, if anyone: an object with `sub` and other members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Json>,
    /// The session's status.
    pub status: SessionStatus,
    /// The organization that the user last selected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_organization_id: Option<OrganizationId>,
    /// When the session was last used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_at: Option<Timestamp>,
    /// The device on which the session was last used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_activity: Option<SessionActivity>,
    /// When the session expires, even if it is in use.
    pub expire_at: Timestamp,
    /// When the session counts as abandoned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abandon_at: Option<Timestamp>,
    /// When the session last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// When the session was created.
    pub created_at: Timestamp,
    /// The tasks that the user must complete before the session becomes active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Vec<SessionTask>>,
}

/// The device on which a session was last used, and its location.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SessionActivity {
    /// The kind of the resource, `session_activity`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The activity's ID.
    pub id: SessionActivityId,
    /// The device or its operating system, such as `Macintosh`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_type: Option<String>,
    /// Whether the device is a mobile device.
    #[serde(default)]
    pub is_mobile: bool,
    /// The browser's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser_name: Option<String>,
    /// The browser's version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser_version: Option<String>,
    /// The IP address of the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    /// The city of the IP address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The country of the IP address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// A task that a user must complete before the session becomes active.
#[lenient]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SessionTask {
    /// The kind of task, such as `choose-organization`.
    pub key: String,
}

/// The status of a session. Only an active session authenticates requests.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SessionStatus {
    /// The user is signed in.
    Active,
    /// The session was revoked through the API.
    Revoked,
    /// The user signed out, and the client still lists the session.
    Ended,
    /// The session expired.
    Expired,
    /// The user signed out, and the client no longer lists the session.
    Removed,
    /// The session was not used for too long.
    Abandoned,
    /// Another session replaced it.
    Replaced,
    /// The user has tasks to complete before the session becomes active.
    Pending,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

#[cfg(feature = "testing")]
impl Session {
    /// Returns an active session that lasts a week, for tests. Change its fields as needed.
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
            last_active_at: Some(created_at),
            latest_activity: None,
            expire_at: Timestamp::from_unix_millis(1_700_604_800_000),
            abandon_at: Some(Timestamp::from_unix_millis(1_702_592_000_000)),
            updated_at: Some(created_at),
            created_at,
            tasks: None,
        }
    }
}
