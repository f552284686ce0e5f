//! Agent tasks, which let an agent act for a user.

use clerk_core::{Endpoint, SecretString, StringEnum, lenient, model};
use serde::{Deserialize, Serialize};

use crate::{AgentId, AgentTaskId, UserId};

/// Creates an agent task, with a URL that gives the agent a session of the user.
///
/// Each call creates a new task. The same agent name always has the same agent ID.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/agents/tasks",
    response = AgentTask,
    errors(400, 404, 422),
    incoming,
)]
pub struct CreateAgentTask {
    /// The user for whom the agent acts.
    pub on_behalf_of: OnBehalfOf,
    /// The agent's permissions.
    pub permissions: AgentTaskPermissions,
    /// The agent's name, for the audit log.
    pub agent_name: String,
    /// A description of the task, for the audit log.
    pub task_description: String,
    /// Where the agent goes after the session opens: an absolute URL on one of the instance's
    /// domains. Production instances require `https`.
    pub redirect_url: String,
    /// Maximum duration of the session, in seconds. Server default: 1800.
    pub session_max_duration_in_seconds: Option<u64>,
}

/// Revokes a pending agent task.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/agents/tasks/{agent_task_id}/revoke",
    response = AgentTask,
    errors(400, 404),
    incoming,
)]
pub struct RevokeAgentTask {
    /// The task to revoke.
    pub agent_task_id: AgentTaskId,
}

crate::endpoints! { CreateAgentTask, RevokeAgentTask }

/// The user for whom an agent acts. Set either the user's ID or an identifier, not both.
#[lenient]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnBehalfOf {
    /// The user's ID.
    pub user_id: Option<UserId>,
    /// A verified identifier of the user, such as an email address.
    pub identifier: Option<String>,
}

impl OnBehalfOf {
    /// Selects the user with this ID.
    pub fn user(id: impl Into<UserId>) -> Self {
        Self { user_id: Some(id.into()), identifier: None }
    }

    /// Selects the user with this verified identifier, such as an email address.
    pub fn identifier(identifier: impl Into<String>) -> Self {
        Self { user_id: None, identifier: Some(identifier.into()) }
    }
}

/// A task that an agent carries out for a user.
#[model("agent_task")]
#[derive(Eq)]
pub struct AgentTask {
    /// The agent's ID. All tasks of an agent with the same name share it.
    pub agent_id: AgentId,
    /// The task's ID.
    pub agent_task_id: AgentTaskId,
    /// The older name of [`agent_task_id`](Self::agent_task_id), with the same value.
    #[deprecated(note = "use `agent_task_id`")]
    pub task_id: Option<AgentTaskId>,
    /// The URL where the agent gets the session. Missing from responses to a revocation.
    pub url: Option<SecretString>,
}

/// The permissions that an agent has in a task.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum AgentTaskPermissions {
    /// All permissions of the user. The server accepts no other value yet.
    #[string_enum(rename = "*")]
    All,
    /// An unknown permission, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
