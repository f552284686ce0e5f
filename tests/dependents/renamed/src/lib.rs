//! Declares endpoints in a crate that depends on `clerk-sdk` as `sdk` and serde as `ser`.

use sdk::{Endpoint, StringEnum};
use ser::{Deserialize, Serialize};

/// The permissions of a team's member.
#[derive(Clone, Debug, PartialEq, Eq, StringEnum)]
#[string_enum(rename_all = "kebab-case", crate = sdk)]
pub enum Role {
    /// All permissions.
    SuperAdmin,
    /// An unknown role, kept as text.
    #[string_enum(unknown)]
    Unknown(String),
}

/// A member of a team.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(crate = "ser")]
pub struct Member {
    /// The member's name.
    pub name: String,
    /// The member's role.
    pub role: Role,
}

/// Adds a member to a team.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/teams/{team_id}/members",
    response = Member,
    crate = ::sdk,
    incoming,
)]
pub struct AddMember {
    /// The team.
    pub team_id: String,
    /// The new member.
    #[endpoint(body)]
    pub member: Member,
}
