//! Sessions.

use clerk_core::{Json, StringEnum, Timestamp, model};

use crate::{ClientId, OrganizationId, SessionActivityId, SessionId, UserId};

/// A session: a user who is signed in on a client.
#[model("session")]
pub struct Session {
    /// The session's ID.
    pub id: SessionId,
    /// The user who is signed in.
    pub user_id: UserId,
    /// The client on which the user is signed in.
    pub client_id: ClientId,
    /// Who acts for the user, if anyone: an object with `sub` and other members.
    pub actor: Option<Json>,
    /// The session's status.
    pub status: SessionStatus,
    /// The organization that the user last selected.
    pub last_active_organization_id: Option<OrganizationId>,
    /// When the session was last used.
    pub last_active_at: Option<Timestamp>,
    /// The device on which the session was last used.
    pub latest_activity: Option<SessionActivity>,
    /// When the session expires, even if it is in use.
    pub expire_at: Timestamp,
    /// When the session counts as abandoned.
    pub abandon_at: Option<Timestamp>,
    /// When the session last changed.
    pub updated_at: Option<Timestamp>,
    /// When the session was created.
    pub created_at: Timestamp,
    /// The tasks that the user must complete before the session becomes active.
    pub tasks: Option<Vec<SessionTask>>,
}

/// The device on which a session was last used, and its location.
#[model]
pub struct SessionActivity {
    /// The kind of the resource, `session_activity`.
    pub object: Option<String>,
    /// The activity's ID.
    pub id: SessionActivityId,
    /// The device or its operating system, such as `Macintosh`.
    pub device_type: Option<String>,
    /// Whether the device is a mobile device.
    #[serde(default)]
    pub is_mobile: bool,
    /// The browser's name.
    pub browser_name: Option<String>,
    /// The browser's version.
    pub browser_version: Option<String>,
    /// The IP address of the device.
    pub ip_address: Option<String>,
    /// The city of the IP address.
    pub city: Option<String>,
    /// The country of the IP address.
    pub country: Option<String>,
}

/// A task that a user must complete before the session becomes active.
#[model]
#[derive(Eq)]
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

crate::models::sample! {
    /// Returns an active session that lasts a week, for tests. Change its fields as needed.
    Session = {
        "id": "sess_sample", "user_id": "user_sample", "client_id": "client_sample",
        "status": "active", "last_active_at": TIME, "created_at": TIME, "updated_at": TIME,
        "expire_at": TIME + 7 * DAY, "abandon_at": TIME + 30 * DAY,
    }
}
