//! Endpoints of one's own: the same for each crate that `clerk` can be.

use std::collections::BTreeMap;

use crate::clerk::{Endpoint, Patch, ServerHalf, StringEnum};

/// What a member of a team may do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, StringEnum)]
pub enum Role {
    /// Everything.
    Admin,
    /// Read.
    Guest,
    /// What a later version of the API adds.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Lists the members of a team.
#[derive(Clone, Debug, PartialEq, Endpoint, ServerHalf)]
#[endpoint(method = GET, path = "/teams/{team_id}/members", response = Vec<String>, errors(404))]
pub struct ListMembers {
    /// The team.
    pub team_id: String,
    /// Only members with one of these roles.
    pub role: Vec<Role>,
}

/// Changes a team.
#[derive(Clone, Debug, PartialEq, Endpoint, ServerHalf)]
#[endpoint(method = PATCH, path = "/teams/{team_id}", response = BTreeMap<String, Role>)]
pub struct UpdateTeam {
    /// The team.
    pub team_id: String,
    /// Its name.
    pub name: Patch<String>,
    /// The role of whoever joins.
    pub first_role: Option<Role>,
}

/// Sets who is in a team.
#[derive(Clone, Debug, PartialEq, Endpoint, ServerHalf)]
#[endpoint(method = PUT, path = "/teams/{team_id}/members", errors(422))]
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
        BaseUrl, Bytes, RequestEncoder, http,
        server::{RequestDecoder, ServerHalf},
    };

    use super::*;

    fn request<E: Endpoint>(endpoint: &E) -> http::Request<Bytes> {
        let base = BaseUrl::new("https://api.example.com/v1").unwrap();
        let mut encoder = RequestEncoder::new(&base, E::METADATA);
        endpoint.encode(&mut encoder).unwrap();
        encoder.finish().unwrap()
    }

    fn read_back<E: ServerHalf>(request: &http::Request<Bytes>) -> E {
        let mut decoder = RequestDecoder::new(E::METADATA, request, "/v1").unwrap();
        E::decode_request(&mut decoder).unwrap()
    }

    #[test]
    fn a_query_is_written_and_read_back() {
        let list = ListMembers::new("team 1").role([Role::Admin, Role::from("owner")]);
        let request = request(&list);
        assert_eq!(request.uri().path(), "/v1/teams/team%201/members");
        assert_eq!(request.uri().query(), Some("role=admin&role=owner"));
        assert_eq!(read_back::<ListMembers>(&request), list);
    }

    #[test]
    fn members_are_written_and_read_back() {
        let update = UpdateTeam::new("team_1").name(Patch::Clear).first_role("guest");
        let request = request(&update);
        assert_eq!(request.body(), r#"{"name":null,"first_role":"guest"}"#);
        assert_eq!(read_back::<UpdateTeam>(&request), update);
    }

    #[test]
    fn a_body_is_written_and_read_back() {
        let set = SetMembers::new("team_1", [("Ada".to_owned(), Role::Admin)]);
        let request = request(&set);
        assert_eq!(request.body(), r#"{"Ada":"admin"}"#);
        assert_eq!(read_back::<SetMembers>(&request), set);
    }

    #[test]
    fn a_response_is_read() {
        let answer = http::Response::new(Bytes::from_static(br#"{"Ada":"guest"}"#));
        let roles = UpdateTeam::decode(answer).unwrap();
        assert_eq!(roles, BTreeMap::from([("Ada".to_owned(), Role::Guest)]));
    }
}
