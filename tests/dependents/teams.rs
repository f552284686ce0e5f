//! Endpoints that are declared the same way with `clerk-core` and `clerk-sdk`.

use std::collections::BTreeMap;

use crate::clerk::{Endpoint, Patch, StringEnum};

/// The permissions of a team's member.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, StringEnum)]
pub enum Role {
    /// All permissions.
    Admin,
    /// Permission to read.
    Guest,
    /// An unknown role, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Lists the members of a team.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/teams/{team_id}/members",
    response = Vec<String>,
    errors(404),
    incoming,
)]
pub struct ListMembers {
    /// The team.
    pub team_id: String,
    /// Only members with one of these roles.
    pub role: Vec<Role>,
}

/// Changes a team.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = PATCH, path = "/teams/{team_id}", response = BTreeMap<String, Role>, incoming)]
pub struct UpdateTeam {
    /// The team.
    pub team_id: String,
    /// Its name.
    pub name: Patch<String>,
    /// The role of new members.
    pub first_role: Option<Role>,
}

/// Sets the members of a team.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = PUT, path = "/teams/{team_id}/members", errors(422), incoming)]
pub struct SetMembers {
    /// The team.
    pub team_id: String,
    /// The role of each member.
    #[endpoint(body)]
    pub members: BTreeMap<String, Role>,
}
