//! Requests are read back as the endpoints that wrote them.

use clerk_core::{
    Bytes, Endpoint, Patch, StringEnum,
    codec::decode,
    endpoint::Metadata,
    error::DecodeError,
    http,
    incoming::{IncomingEndpoint, RequestDecoder},
};

use crate::assert_round_trip;

#[derive(Clone, Debug, PartialEq, Eq, StringEnum)]
enum Role {
    Admin,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

#[derive(Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/teams/{team_id}", response = Vec<Role>, incoming)]
struct UpdateTeam<M> {
    team_id: String,
    name: Patch<String>,
    metadata: M,
    tags: Option<Vec<String>>,
    #[endpoint(query)]
    role: Vec<Role>,
    #[endpoint(comma)]
    mode: Option<Vec<String>>,
    #[endpoint(header = "x-limit")]
    limit: Option<u8>,
    #[endpoint(header = "x-trace")]
    trace: Vec<String>,
    #[endpoint(query)]
    dry_run: bool,
}

#[test]
fn params_are_read_back() {
    let team = || UpdateTeam::new("a/b ü", 7_u8, true);
    assert_round_trip(team());
    assert_round_trip(team().name("x").tags(["y"]).mode(["a", "b,c"]).limit(3));
    assert_round_trip(team().name(Patch::Clear).role(["admin", "+x"]).trace(["1", "2"]));
}

#[test]
fn a_written_response_is_decoded_by_the_client() {
    let roles = vec![Role::Admin, Role::from("other")];
    let response = UpdateTeam::<u8>::encode_response(&roles).unwrap();
    assert_eq!(UpdateTeam::<u8>::decode(response).unwrap(), roles);
}

#[derive(Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/custom", response = String, decode = custom, incoming)]
struct Custom;

fn custom(
    metadata: &'static Metadata,
    response: http::Response<Bytes>,
) -> Result<String, DecodeError> {
    decode::text(metadata, response)
}

#[test]
fn a_response_with_a_custom_decoder_cannot_be_written() {
    assert_round_trip(Custom);
    let error = Custom::encode_response(&String::new()).unwrap_err();
    assert!(error.to_string().contains("Custom"));
}

#[derive(Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/charges", body = form, incoming)]
struct CreateCharge<M> {
    amount: u32,
    metadata: M,
    role: Vec<Role>,
    #[endpoint(rename = "metadata[order id]")]
    order: Option<String>,
    tags: Option<Vec<String>>,
}

#[test]
fn forms_are_read_back() {
    let charge = || CreateCharge::new(500, "a=b&c+d %41é".to_owned());
    assert_round_trip(charge());
    assert_round_trip(charge().role(["admin", "x y"]).order("").tags(["1", "2"]));
}

#[test]
fn a_form_of_another_content_type_is_refused() {
    let read = |content_type, body: &'static str| {
        let request = http::Request::post("/charges")
            .header("content-type", content_type)
            .body(Bytes::from_static(body.as_bytes()))
            .unwrap();
        let metadata = CreateCharge::<u8>::METADATA;
        let mut decoder = RequestDecoder::new(metadata, &request, "").unwrap();
        CreateCharge::<u8>::decode_request(&mut decoder).map_err(|error| error.to_string())
    };
    let form = "application/x-www-form-urlencoded; charset=utf-8";
    assert!(read(form, "amount=1&metadata=2").is_ok());
    assert_eq!(read(form, "metadata=2"), Err("form field `amount` is missing".to_owned()));
    assert_eq!(
        read("application/json", "{}"),
        Err("the body is not a form: the content type is not `application/x-www-form-urlencoded`"
            .to_owned())
    );
}

#[derive(Debug, PartialEq, Endpoint)]
#[endpoint(method = DELETE, path = "/{path..}/v{version}.json", allow_body, incoming)]
struct DeleteVersion {
    path: String,
    version: u8,
    #[endpoint(member)]
    reason: String,
}

#[test]
fn a_placeholder_of_several_segments_before_others_is_read_back() {
    assert_round_trip(DeleteVersion::new("a/v1.json/b", 2, "old"));
}
