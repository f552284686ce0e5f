//! Machines, and which of them may call which.
//!
//! A machine may call those in its scope. It does so with tokens of the module `m2m_tokens`, which
//! it makes with its secret key.

use clerk_core::{Page, SecretString, Timestamp};
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

use crate::{InstanceId, MachineId};

pub use crate::models::deleted::DeletedObject;

/// Lists the machines, the newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/machines",
    response = Page<Machine>,
    pages = offset,
    errors(400, 401, 403, 422),
)]
pub struct ListMachines {
    /// How many machines at most, 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many machines to pass over. The server's default is 0.
    pub offset: Option<u64>,
    /// Only the machine that has this ID, and those whose name contains this text.
    pub query: Option<String>,
    /// The order: `name` or `created_at`, with a `-` before it for descending. The server's
    /// default is `-created_at`.
    pub order_by: Option<String>,
}

/// Creates a machine.
///
/// The answer holds the machine's secret key. [`GetMachineSecretKey`] gives it again later.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/machines",
    response = Machine,
    errors(400, 401, 403, 422),
)]
pub struct CreateMachine {
    /// What the machine is called, in 1 to 255 characters.
    pub name: String,
    /// The machines that it may call, at most 150.
    pub scoped_machines: Option<Vec<MachineId>>,
    /// Lifetime of the machine's tokens where they ask for no other, in seconds, 1 to
    /// 315,360,000. The server's default is 3600.
    pub default_token_ttl: Option<u32>,
}

/// Gives a machine.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/machines/{machine_id}",
    response = Machine,
    errors(400, 401, 403, 404, 422),
)]
pub struct GetMachine {
    /// The machine to give.
    pub machine_id: MachineId,
}

/// Changes a machine. What it may call is changed by [`CreateMachineScope`] and
/// [`DeleteMachineScope`].
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/machines/{machine_id}",
    response = Machine,
    errors(400, 401, 403, 404, 422),
)]
pub struct UpdateMachine {
    /// The machine to change.
    pub machine_id: MachineId,
    /// What the machine is called from now on, in 1 to 255 characters.
    pub name: Option<String>,
    /// Lifetime of the machine's tokens where they ask for no other, in seconds, 1 to
    /// 315,360,000.
    pub default_token_ttl: Option<u32>,
}

/// Deletes a machine.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/machines/{machine_id}",
    response = DeletedObject,
    errors(400, 401, 403, 404, 422),
)]
pub struct DeleteMachine {
    /// The machine to delete.
    pub machine_id: MachineId,
}

/// Gives the secret key of a machine.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/machines/{machine_id}/secret_key",
    response = MachineSecretKey,
    errors(400, 401, 403, 404),
)]
pub struct GetMachineSecretKey {
    /// The machine whose key is wanted.
    pub machine_id: MachineId,
}

/// Makes a new secret key for a machine. The one before it works for a while longer.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/machines/{machine_id}/secret_key/rotate",
    response = MachineSecretKey,
    errors(400, 401, 403, 404, 422),
)]
pub struct RotateMachineSecretKey {
    /// The machine whose key is replaced.
    pub machine_id: MachineId,
    /// How long the key before it works, in seconds, at most 28,800, which is 8 hours. With 0 it
    /// stops at once.
    pub previous_token_ttl: u32,
}

/// Lets a machine call another. A machine may have 150 others in its scope.
///
/// It answers 409 where it may call that machine already.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/machines/{machine_id}/scopes",
    response = MachineScope,
    errors(400, 401, 403, 404, 409, 422),
)]
pub struct CreateMachineScope {
    /// The machine that calls.
    pub machine_id: MachineId,
    /// The machine that is called.
    pub to_machine_id: MachineId,
}

/// Keeps a machine from calling another that was in its scope.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/machines/{machine_id}/scopes/{other_machine_id}",
    response = DeletedMachineScope,
    errors(400, 401, 403, 404, 422),
)]
pub struct DeleteMachineScope {
    /// The machine that calls.
    pub machine_id: MachineId,
    /// The machine that is called.
    pub other_machine_id: MachineId,
}

crate::endpoints! {
    ListMachines,
    CreateMachine,
    GetMachine,
    UpdateMachine,
    DeleteMachine,
    GetMachineSecretKey,
    RotateMachineSecretKey,
    CreateMachineScope,
    DeleteMachineScope,
}

/// A machine: a service of the application's own that calls others, and is called by them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "machine")]
#[non_exhaustive]
pub struct Machine {
    /// The machine's ID.
    pub id: MachineId,
    /// What the machine is called.
    pub name: String,
    /// The instance that it belongs to.
    pub instance_id: InstanceId,
    /// When the machine was created.
    pub created_at: Timestamp,
    /// When the machine last changed.
    pub updated_at: Timestamp,
    /// Lifetime of the machine's tokens where they ask for no other, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_token_ttl: Option<u32>,
    /// The machines that it may call.
    #[serde(default)]
    pub scoped_machines: Vec<ScopedMachine>,
    /// The machine's secret key. Only the answer to [`CreateMachine`] has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_key: Option<SecretString>,
}

/// A machine that is in the scope of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "machine")]
#[non_exhaustive]
pub struct ScopedMachine {
    /// The machine's ID.
    pub id: MachineId,
    /// What the machine is called.
    pub name: String,
    /// The instance that it belongs to.
    pub instance_id: InstanceId,
    /// When the machine was created.
    pub created_at: Timestamp,
    /// When the machine last changed.
    pub updated_at: Timestamp,
    /// Lifetime of the machine's tokens where they ask for no other, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_token_ttl: Option<u32>,
}

/// The secret key of a machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "machine_secret_key")]
#[non_exhaustive]
pub struct MachineSecretKey {
    /// The key.
    pub secret: SecretString,
}

/// That one machine may call another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "machine_scope")]
#[non_exhaustive]
pub struct MachineScope {
    /// The machine that calls.
    pub from_machine_id: MachineId,
    /// The machine that is called.
    pub to_machine_id: MachineId,
    /// Since when it may.
    pub created_at: Timestamp,
}

/// That one machine may no longer call another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "machine_scope")]
#[non_exhaustive]
pub struct DeletedMachineScope {
    /// The machine that called.
    pub from_machine_id: MachineId,
    /// The machine that was called.
    pub to_machine_id: MachineId,
    /// Whether the scope is gone.
    #[serde(default)]
    pub deleted: bool,
}
