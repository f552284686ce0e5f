//! Agent tasks: an agent acts for a user.

use clerk_core::SecretString;
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use crate::{AgentId, AgentTaskId, UserId};

/// Creates an agent task, and with it the address at which an agent gets a user's session.
///
/// Each call makes a task of its own; the agent's ID is the same for the same name.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/agents/tasks",
    response = AgentTask,
    errors(400, 404, 422),
)]
pub struct CreateAgentTask {
    /// The user for whom the agent acts.
    pub on_behalf_of: OnBehalfOf,
    /// What the agent may do.
    pub permissions: AgentTaskPermissions,
    /// The agent's name, which stands in the audit log.
    pub agent_name: String,
    /// What the agent is to do, in words, for the audit log.
    pub task_description: String,
    /// Where the agent goes once the session is open: an absolute URL on one of the instance's
    /// domains, `https` on production instances.
    pub redirect_url: String,
    /// Longest duration of the session, in seconds. The server's default is 1800.
    pub session_max_duration_in_seconds: Option<u32>,
}

/// Revokes a pending agent task.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/agents/tasks/{agent_task_id}/revoke",
    response = AgentTask,
    errors(400, 404),
)]
pub struct RevokeAgentTask {
    /// The task to revoke.
    pub agent_task_id: AgentTaskId,
}

crate::endpoints! { CreateAgentTask, RevokeAgentTask }

/// The user for whom an agent acts: named by their ID or by something that identifies them, never
/// by both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnBehalfOf {
    /// The user's ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// What identifies the user and is verified, such as an email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
}

impl OnBehalfOf {
    /// The user with this ID.
    pub fn user(id: impl Into<UserId>) -> Self {
        Self { user_id: Some(id.into()), identifier: None }
    }

    /// The user with this verified identifier, such as an email address.
    pub fn identifier(identifier: impl Into<String>) -> Self {
        Self { user_id: None, identifier: Some(identifier.into()) }
    }
}

/// A task that an agent does for a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "agent_task")]
#[non_exhaustive]
pub struct AgentTask {
    /// The agent's ID, the same for each task of an agent of this name.
    pub agent_id: AgentId,
    /// The task's ID.
    pub agent_task_id: AgentTaskId,
    /// The task's ID, under its earlier name.
    #[deprecated(note = "use `agent_task_id`")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_id: Option<AgentTaskId>,
    /// The address at which the agent gets the session. Answers to a revocation leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<SecretString>,
}

/// What an agent may do in a task.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum AgentTaskPermissions {
    /// All that the user may. The server takes nothing else yet.
    #[string_enum(rename = "*")]
    All,
    /// Permissions that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
