//! Machines, and which machines they may call.
//!
//! A machine may call the machines in its scope. It calls them with tokens of the module
//! `m2m_tokens`, which it creates with its secret key.

use clerk_core::{Endpoint, Page, SecretString, Timestamp, lenient, model};
use serde::{Deserialize, Serialize};

use crate::{InstanceId, MachineId, OrderBy, models::deleted::null_means_deleted};

pub use crate::models::deleted::DeletedObject;

/// Lists the machines, newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/machines",
    response = Page<Machine>,
    errors(400, 401, 403, 422),
    pages = offset,
    incoming,
)]
pub struct ListMachines {
    /// Maximum number of machines, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of machines to skip. Server default: 0.
    pub offset: Option<u64>,
    /// Only the machine with this ID, and machines whose name contains this text.
    pub query: Option<String>,
    /// The sort order. Server default: newest first.
    pub order_by: Option<OrderBy<MachineOrder>>,
}

/// Creates a machine.
///
/// The response contains the machine's secret key. [`GetMachineSecretKey`] returns it again later.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/machines",
    response = Machine,
    errors(400, 401, 403, 422),
    incoming,
)]
pub struct CreateMachine {
    /// The machine's name, 1 to 255 characters.
    pub name: String,
    /// The machines that it may call, at most 150.
    pub scoped_machines: Option<Vec<MachineId>>,
    /// Default lifetime of the machine's tokens, in seconds, 1 to 315,360,000. Server default:
    /// 3600.
    pub default_token_ttl: Option<u32>,
}

/// Gets a machine.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/machines/{machine_id}",
    response = Machine,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct GetMachine {
    /// The machine to get.
    pub machine_id: MachineId,
}

/// Updates a machine. To change the machines that it may call, use [`CreateMachineScope`] and
/// [`DeleteMachineScope`].
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/machines/{machine_id}",
    response = Machine,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct UpdateMachine {
    /// The machine to update.
    pub machine_id: MachineId,
    /// The machine's new name, 1 to 255 characters.
    pub name: Option<String>,
    /// Default lifetime of the machine's tokens, in seconds, 1 to 315,360,000.
    pub default_token_ttl: Option<u32>,
}

/// Deletes a machine.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/machines/{machine_id}",
    response = DeletedObject,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct DeleteMachine {
    /// The machine to delete.
    pub machine_id: MachineId,
}

/// Gets the secret key of a machine.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/machines/{machine_id}/secret_key",
    response = MachineSecretKey,
    errors(400, 401, 403, 404),
    incoming,
)]
pub struct GetMachineSecretKey {
    /// The machine whose secret key to get.
    pub machine_id: MachineId,
}

/// Replaces the secret key of a machine. The old key can keep working for a while.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/machines/{machine_id}/secret_key/rotate",
    response = MachineSecretKey,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct RotateMachineSecretKey {
    /// The machine whose secret key to replace.
    pub machine_id: MachineId,
    /// How long the old key keeps working, in seconds, at most 28,800 (8 hours). With 0, it stops
    /// immediately.
    pub previous_token_ttl: u32,
}

/// Allows a machine to call another machine. A machine can have up to 150 machines in its scope.
///
/// Fails with 409 if the machine may already call the other one.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/machines/{machine_id}/scopes",
    response = MachineScope,
    errors(400, 401, 403, 404, 409, 422),
    incoming,
)]
pub struct CreateMachineScope {
    /// The machine that calls.
    pub machine_id: MachineId,
    /// The machine that is called.
    pub to_machine_id: MachineId,
}

/// Removes a machine from the scope of another, which can then no longer call it.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/machines/{machine_id}/scopes/{other_machine_id}",
    response = DeletedMachineScope,
    errors(400, 401, 403, 404, 422),
    incoming,
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

crate::order::order! {
    /// A sort field for machines.
    pub enum MachineOrder {
        /// The name.
        Name,
        /// When the machine was created.
        CreatedAt,
    }
}

/// A machine: a service of the application that calls other machines and is called by them.
#[model("machine")]
pub struct Machine {
    /// The machine's ID.
    pub id: MachineId,
    /// The machine's name.
    pub name: String,
    /// The instance that the machine belongs to.
    pub instance_id: Option<InstanceId>,
    /// When the machine was created.
    pub created_at: Timestamp,
    /// When the machine last changed.
    pub updated_at: Option<Timestamp>,
    /// Default lifetime of the machine's tokens, in seconds.
    pub default_token_ttl: Option<u64>,
    /// The machines that it may call.
    #[serde(default)]
    pub scoped_machines: Vec<ScopedMachine>,
    /// The machine's secret key. Only the response to [`CreateMachine`] contains it.
    pub secret_key: Option<SecretString>,
}

/// A machine in the scope of another machine.
#[model("machine")]
pub struct ScopedMachine {
    /// The machine's ID.
    pub id: MachineId,
    /// The machine's name.
    pub name: String,
    /// The instance that the machine belongs to.
    pub instance_id: Option<InstanceId>,
    /// When the machine was created.
    pub created_at: Timestamp,
    /// When the machine last changed.
    pub updated_at: Option<Timestamp>,
    /// Default lifetime of the machine's tokens, in seconds.
    pub default_token_ttl: Option<u64>,
}

/// The secret key of a machine.
#[model("machine_secret_key")]
pub struct MachineSecretKey {
    /// The key.
    pub secret: SecretString,
}

/// The permission of one machine to call another.
#[model("machine_scope")]
pub struct MachineScope {
    /// The machine that calls.
    pub from_machine_id: MachineId,
    /// The machine that is called.
    pub to_machine_id: MachineId,
    /// When the permission was created.
    pub created_at: Timestamp,
}

/// A deleted permission of one machine to call another. If the response has no body, only
/// [`deleted`](Self::deleted) is set.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "machine_scope", remote = "Self")]
#[non_exhaustive]
pub struct DeletedMachineScope {
    /// The machine that called.
    pub from_machine_id: Option<MachineId>,
    /// The machine that was called.
    pub to_machine_id: Option<MachineId>,
    /// Whether the permission was deleted.
    #[serde(default)]
    pub deleted: bool,
}

null_means_deleted!(DeletedMachineScope);
