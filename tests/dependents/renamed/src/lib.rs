//! Endpoints of one's own, in a crate that knows `clerk-sdk` as `sdk` and serde as `wire`.

use sdk::{Endpoint, ServerHalf, StringEnum};
use wire::{Deserialize, Serialize};

/// What a member of a team may do.
#[derive(Clone, Debug, PartialEq, Eq, StringEnum)]
#[string_enum(rename_all = "kebab-case", crate = sdk)]
pub enum Role {
    /// Everything.
    SuperAdmin,
    /// What a later version of the API adds.
    #[string_enum(unknown)]
    Unknown(String),
}

/// A member of a team.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(crate = "wire")]
pub struct Member {
    /// The member's name.
    pub name: String,
    /// What the member may do.
    pub role: Role,
}

/// Adds somebody to a team.
#[derive(Clone, Debug, PartialEq, Endpoint, ServerHalf)]
#[endpoint(method = POST, path = "/teams/{team_id}/members", response = Member, crate = ::sdk)]
pub struct AddMember {
    /// The team.
    pub team_id: String,
    /// Who joins.
    #[endpoint(body)]
    pub member: Member,
}

#[cfg(test)]
mod tests {
    use sdk::{
        BaseUrl, Bytes, RequestEncoder, http,
        server::{RequestDecoder, ServerHalf},
    };

    use super::*;

    const JSON: &str = r#"{"name":"Ada","role":"super-admin"}"#;

    #[test]
    fn an_endpoint_goes_there_and_back() {
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
        let answer = AddMember::encode_response(&member).unwrap();
        assert_eq!(answer.body(), JSON);
        assert_eq!(AddMember::decode(answer).unwrap(), member);
    }

    #[test]
    fn an_unknown_role_is_kept() {
        let text = JSON.replace("super-admin", "Owner");
        let answer = http::Response::new(Bytes::from(text));
        assert_eq!(AddMember::decode(answer).unwrap().role, Role::Unknown("Owner".to_owned()));
    }
}
