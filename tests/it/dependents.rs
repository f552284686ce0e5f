//! Endpoints of crates that depend on `clerk-core` alone, on `clerk-sdk` alone, and on crates under
//! other names.

use clerk_sdk::{
    Bytes, Endpoint,
    codec::{BaseUrl, RequestEncoder},
    http,
    incoming::{IncomingEndpoint, RequestDecoder},
};

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

/// The tests of `teams.rs`, which two crates compile.
macro_rules! teams {
    ($($name:ident: $krate:ident,)*) => {$(
        mod $name {
            use std::collections::BTreeMap;

            use clerk_sdk::{Bytes, Endpoint as _, Patch, http};
            use $krate::teams::{ListMembers, Role, SetMembers, UpdateTeam};

            use super::{decode, encode};

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
            fn bodies_are_encoded_and_decoded() {
                let set = SetMembers::new("team_1", [("Ada".to_owned(), Role::Admin)]);
                let request = encode(&set);
                assert_eq!(request.body(), r#"{"Ada":"admin"}"#);
                assert_eq!(decode::<SetMembers>(&request), set);
                let response = http::Response::new(Bytes::from_static(br#"{"Ada":"guest"}"#));
                let roles = UpdateTeam::decode(response).unwrap();
                assert_eq!(roles, BTreeMap::from([("Ada".to_owned(), Role::Guest)]));
            }
        }
    )*};
}

teams! {
    core_only: dependent_core_only,
    sdk_only: dependent_sdk_only,
}

mod renamed {
    use clerk_sdk::{Bytes, Endpoint as _, http, incoming::IncomingEndpoint as _};
    use dependent_renamed::{AddMember, Member, Role};

    use super::{decode, encode};

    const JSON: &str = r#"{"name":"Ada","role":"super-admin"}"#;

    #[test]
    fn an_endpoint_is_encoded_and_decoded() {
        let member = Member { name: "Ada".to_owned(), role: Role::SuperAdmin };
        let add = AddMember::new("team_1", member.clone());
        let request = encode(&add);
        assert_eq!(request.uri().path(), "/v1/teams/team_1/members");
        assert_eq!(request.body(), JSON);

        assert_eq!(decode::<AddMember>(&request), add);
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
