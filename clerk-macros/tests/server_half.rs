//! What a client's half writes, its server's half reads.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a test fails by panicking, and its types are documented by what it asserts"
)]

use std::fmt;

use clerk_core::{
    BaseUrl, Bytes, Endpoint, Error, Metadata, Part, Patch, RequestEncoder, ServerHalf, StringEnum,
    decode, http,
    server::{RequestDecoder, RequestError},
};

fn round_trip<E: ServerHalf>(endpoint: &E) -> Result<E, RequestError> {
    let base = BaseUrl::new("https://api.example.com/v1").unwrap();
    let mut encoder = RequestEncoder::new(&base, E::METADATA);
    endpoint.encode(&mut encoder).unwrap();
    let request = encoder.finish().unwrap();
    E::decode_request(&mut RequestDecoder::new(E::METADATA, &request, "/v1").unwrap())
}

fn assert_round_trip<E: ServerHalf + PartialEq + fmt::Debug>(endpoint: E) {
    assert_eq!(round_trip(&endpoint).unwrap(), endpoint);
}

#[derive(Clone, Debug, PartialEq, Eq, StringEnum)]
enum Role {
    Admin,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

#[derive(Debug, PartialEq, Endpoint, ServerHalf)]
#[endpoint(method = POST, path = "/teams/{team_id}", response = Vec<Role>)]
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
fn parameters_come_back() {
    let team = || UpdateTeam::new("a/b ü", 7_u8, true);
    assert_round_trip(team());
    assert_round_trip(team().name("x").tags(["y"]).mode(["a", "b,c"]).limit(3));
    assert_round_trip(team().name(Patch::Clear).role(["admin", "+x"]).trace(["1", "2"]));
}

#[test]
fn a_response_is_read_by_the_client() {
    let roles = vec![Role::Admin, Role::from("other")];
    let answer = UpdateTeam::<u8>::encode_response(&roles).unwrap();
    assert_eq!(UpdateTeam::<u8>::decode(answer).unwrap(), roles);
}

#[derive(Debug, PartialEq, Endpoint, ServerHalf)]
#[endpoint(method = POST, path = "/bulk", decode = text)]
struct Bulk {
    #[endpoint(body)]
    items: Option<Vec<u8>>,
}

#[derive(Debug, PartialEq, Endpoint, ServerHalf)]
#[endpoint(method = PUT, path = "/raw", decode = bytes)]
struct PutRaw {
    #[endpoint(raw)]
    bytes: Bytes,
}

#[derive(Debug, PartialEq, Endpoint, ServerHalf)]
#[endpoint(method = PUT, path = "/text")]
struct PutText {
    #[endpoint(raw = "text/plain")]
    text: Option<String>,
}

#[test]
fn whole_bodies_come_back() {
    assert_round_trip(Bulk::new());
    assert_round_trip(Bulk::new().items([1, 2]));
    assert_round_trip(PutRaw::new(&b"\0\xff"[..]));
    assert_round_trip(PutText::new());
    assert_round_trip(PutText::new().text("ü"));
    let answer = Bulk::encode_response(&"done".to_owned()).unwrap();
    assert_eq!(Bulk::decode(answer).unwrap(), "done");
    let answer = PutRaw::encode_response(&Bytes::from_static(b"\xff")).unwrap();
    assert_eq!(PutRaw::decode(answer).unwrap(), b"\xff"[..]);
    PutText::decode(PutText::encode_response(&()).unwrap()).unwrap();
}

#[derive(Debug, PartialEq, Endpoint, ServerHalf)]
#[endpoint(method = POST, path = "/images")]
struct Upload {
    #[endpoint(part)]
    file: Part,
    #[endpoint(part)]
    pages: Option<Vec<Part>>,
    #[endpoint(part)]
    preview: Option<Part>,
    #[endpoint(part)]
    title: String,
    #[endpoint(part)]
    role: Vec<Role>,
    #[endpoint(part)]
    size: Option<u32>,
}

#[test]
fn parts_come_back() {
    let upload = || Upload::new(Part::file("a \"b\".png", "\r\n--"), "Logo");
    assert_round_trip(upload());
    assert_round_trip(upload().pages([Part::text("1"), Part::text("2")]).role(["admin"]).size(3));
    assert_round_trip(upload().preview(Part::file("p", "").content_type("image/png")));
}

#[derive(Debug, PartialEq, Endpoint, ServerHalf)]
#[endpoint(method = GET, path = "/custom", response = String, decode = custom)]
struct Custom;

fn custom(metadata: &'static Metadata, response: http::Response<Bytes>) -> Result<String, Error> {
    decode::text(metadata, response)
}

#[test]
fn an_answer_in_a_form_of_its_own_is_the_servers_to_write() {
    assert_round_trip(Custom);
    let error = Custom::encode_response(&String::new()).unwrap_err();
    assert!(error.to_string().contains("Custom"));
}
