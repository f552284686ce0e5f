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

#[cfg(test)]
mod tests {
    use crate::clerk::{
        Bytes,
        codec::{BaseUrl, RequestEncoder},
        http,
        incoming::{IncomingEndpoint, RequestDecoder},
    };

    use super::*;

    fn encode<E: Endpoint>(endpoint: &E) -> http::Request<Bytes> {
        let base = BaseUrl::new("https://api.example.com/v1").unwrap();
        let mut encoder = RequestEncoder::new(&base, E::METADATA);
        endpoint.encode(&mut encoder).unwrap();
        encoder.finish().unwrap()
    }

    fn decode<E: IncomingEndpoint>(request: &http::Request<Bytes>) -> E {
        let mut decoder = RequestDecoder::new(E::METADATA, request, "/v1").unwrap();
        E::decode_request(&mut decoder).unwrap()
    }

    #[test]
    fn a_query_is_encoded_and_decoded() {
        let list = ListMembers::new("team 1").role([Role::Admin, Role::from("owner")]);
        let request = encode(&list);
        assert_eq!(request.uri().path(), "/v1/teams/team%201/members");
        assert_eq!(request.uri().query(), Some("role=admin&role=owner"));
        assert_eq!(decode::<ListMembers>(&request), list);
    }

    #[test]
    fn members_are_encoded_and_decoded() {
        let update = UpdateTeam::new("team_1").name(Patch::Clear).first_role("guest");
        let request = encode(&update);
        assert_eq!(request.body(), r#"{"name":null,"first_role":"guest"}"#);
        assert_eq!(decode::<UpdateTeam>(&request), update);
    }

    #[test]
    fn a_body_is_encoded_and_decoded() {
        let set = SetMembers::new("team_1", [("Ada".to_owned(), Role::Admin)]);
        let request = encode(&set);
        assert_eq!(request.body(), r#"{"Ada":"admin"}"#);
        assert_eq!(decode::<SetMembers>(&request), set);
    }

    #[test]
    fn a_response_is_decoded() {
        let response = http::Response::new(Bytes::from_static(br#"{"Ada":"guest"}"#));
        let roles = UpdateTeam::decode(response).unwrap();
        assert_eq!(roles, BTreeMap::from([("Ada".to_owned(), Role::Guest)]));
    }
}
