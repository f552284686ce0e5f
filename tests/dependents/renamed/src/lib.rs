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

#[cfg(test)]
mod tests {
    use sdk::{
        Bytes,
        codec::{BaseUrl, RequestEncoder},
        http,
        incoming::{IncomingEndpoint, RequestDecoder},
    };

    use super::*;

    const JSON: &str = r#"{"name":"Ada","role":"super-admin"}"#;

    #[test]
    fn an_endpoint_is_encoded_and_decoded() {
        let member = Member { name: "Ada".to_owned(), role: Role::SuperAdmin };
        let add = AddMember::new("team_1", member.clone());
        let base = BaseUrl::new("https://api.example.com/v1").unwrap();
        let mut encoder = RequestEncoder::new(&base, AddMember::METADATA);
        add.encode(&mut encoder).unwrap();
        let request = encoder.finish().unwrap();
        assert_eq!(request.uri().path(), "/v1/teams/team_1/members");
        assert_eq!(request.body(), JSON);

        let mut decoder = RequestDecoder::new(AddMember::METADATA, &request, "/v1").unwrap();
        assert_eq!(AddMember::decode_request(&mut decoder).unwrap(), add);
        let response = AddMember::encode_response(&member).unwrap();
        assert_eq!(response.body(), JSON);
        assert_eq!(AddMember::decode(response).unwrap(), member);
    }

    #[test]
    fn an_unknown_role_is_kept() {
        let text = JSON.replace("super-admin", "Owner");
        let response = http::Response::new(Bytes::from(text));
        assert_eq!(AddMember::decode(response).unwrap().role, Role::Unknown("Owner".to_owned()));
    }
}
