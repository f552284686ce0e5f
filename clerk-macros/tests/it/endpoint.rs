//! Requests and responses of derived endpoints.

use std::collections::BTreeMap;

use clerk_core::{
    Bytes, Endpoint, Part, Patch, StringEnum,
    codec::decode,
    endpoint::{Metadata, ParamLocation, Security},
    error::DecodeError,
    http,
    incoming::IncomingEndpoint as _,
};
use serde::Serialize;

use crate::{assert_round_trip, try_request};

fn request<E: Endpoint>(endpoint: &E) -> http::Request<Bytes> {
    try_request(endpoint).unwrap()
}

fn target<E: Endpoint>(endpoint: &E) -> String {
    let request = request(endpoint);
    format!("{} {}", request.method(), request.uri().path_and_query().unwrap())
}

fn body<E: Endpoint>(endpoint: &E) -> String {
    String::from_utf8(request(endpoint).into_body().to_vec()).unwrap()
}

fn content_type<E: Endpoint>(endpoint: &E) -> Option<String> {
    let request = request(endpoint);
    let value = request.headers().get(http::header::CONTENT_TYPE)?;
    Some(value.to_str().unwrap().to_owned())
}

fn ok(body: &'static str) -> http::Response<Bytes> {
    http::Response::new(Bytes::from_static(body.as_bytes()))
}

#[derive(Clone, Debug, PartialEq, Eq, StringEnum)]
enum Role {
    Admin,
    BasicMember,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/actor_tokens", response = BTreeMap<String, u32>, errors(400, 402))]
struct CreateToken {
    user_id: String,
    actor: BTreeMap<String, String>,
    uses: u8,
    roles: Vec<Role>,
    expires_in_seconds: Option<u32>,
    r#type: Option<String>,
    #[endpoint(rename = "sessionMax")]
    session_max: Option<u32>,
}

fn create_token() -> CreateToken {
    let actor = [("sub".to_owned(), "user_2".to_owned())];
    CreateToken::new("user_1", actor, 3, ["admin", "other"])
}

#[test]
fn members_are_sent_in_order_and_only_if_they_are_set() {
    assert_eq!(target(&create_token()), "POST /v1/actor_tokens");
    assert_eq!(content_type(&create_token()).as_deref(), Some("application/json"));
    assert_eq!(
        body(&create_token()),
        r#"{"user_id":"user_1","actor":{"sub":"user_2"},"uses":3,"roles":["admin","other"]}"#
    );
    let all = create_token().expires_in_seconds(600).r#type("jwt").session_max(0);
    assert_eq!(
        body(&all),
        r#"{"user_id":"user_1","actor":{"sub":"user_2"},"uses":3,"roles":["admin","other"],"#
            .to_owned()
            + r#""expires_in_seconds":600,"type":"jwt","sessionMax":0}"#
    );
}

#[test]
fn metadata_describes_the_operation() {
    let Metadata { operation, method, path, errors, security, params, .. } = CreateToken::METADATA;
    assert_eq!((*operation, method.as_str(), *path), ("CreateToken", "POST", "/actor_tokens"));
    assert_eq!((*errors, *security), (&[400, 402][..], Security::Credential));
    let names: Vec<_> = params.iter().map(|param| (param.name, param.required)).collect();
    assert_eq!(
        names,
        [
            ("user_id", true),
            ("actor", true),
            ("uses", true),
            ("roles", true),
            ("expires_in_seconds", false),
            ("type", false),
            ("sessionMax", false),
        ]
    );
    assert!(params.iter().all(|param| param.location == ParamLocation::Member && !param.nullable));
    let repeated: Vec<_> = params.iter().filter(|param| param.repeated).collect();
    assert_eq!(repeated.len(), 1);
}

#[test]
fn a_response_is_read_as_json() {
    let read = CreateToken::decode(ok(r#"{"a":1}"#)).unwrap();
    assert_eq!(read, BTreeMap::from([("a".to_owned(), 1)]));
    assert!(CreateToken::decode(ok("[]")).is_err());
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a/{token_id}/b/{part}/c")]
struct Revoke {
    part: u8,
    #[endpoint(rename = "token_id")]
    id: String,
}

#[test]
fn path_segments_follow_the_template_and_are_encoded() {
    assert_eq!(target(&Revoke::new(7, "a/b ?")), "POST /v1/a/a%2Fb%20%3F/b/7/c");
    assert_eq!(body(&Revoke::new(7, "x")), "");
    assert_eq!(content_type(&Revoke::new(7, "x")), None);
    Revoke::decode(ok("anything")).unwrap();
}

#[test]
fn a_path_value_that_addresses_another_resource_is_refused() {
    for value in ["", ".", ".."] {
        let error = try_request(&Revoke::new(1, value)).unwrap_err();
        assert_eq!((error.operation(), error.param()), ("Revoke", Some("token_id")));
    }
}

#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = GET, path = "/users", response = Vec<String>, public, operation = "GetUserList")]
struct ListUsers {
    user_id: Vec<String>,
    limit: Option<u16>,
    #[endpoint(comma)]
    mode: Vec<Role>,
    #[endpoint(rename = "orderBy")]
    order_by: Option<Role>,
    #[endpoint(query, comma)]
    codes: Option<Vec<u8>>,
    active: Option<bool>,
    #[endpoint(header = "X-Trace-ID")]
    trace: Vec<String>,
}

#[test]
fn query_params_are_repeated_or_joined_and_absent_if_empty() {
    assert_eq!(target(&ListUsers::default()), "GET /v1/users");
    let list = ListUsers::new()
        .user_id(["+a", "-b"])
        .limit(0)
        .mode([Role::Admin, Role::BasicMember])
        .order_by("created at")
        .codes([1, 2])
        .active(false)
        .trace(["t1", "t2"]);
    assert_eq!(
        target(&list),
        "GET /v1/users?user_id=%2Ba&user_id=-b&limit=0&mode=admin,basic_member\
         &orderBy=created%20at&codes=1,2&active=false"
    );
    let request = request(&list);
    let traces: Vec<_> = request.headers().get_all("x-trace-id").iter().collect();
    assert_eq!(traces, ["t1", "t2"]);
    assert_eq!(target(&list.user_id(Vec::<String>::new()).codes([])), {
        "GET /v1/users?limit=0&mode=admin,basic_member&orderBy=created%20at&active=false"
    });
    assert_eq!(ListUsers::METADATA.security, Security::Public);
    assert_eq!(ListUsers::METADATA.operation, "GetUserList");
}

#[test]
fn a_header_with_a_line_break_is_refused() {
    let error = try_request(&ListUsers::new().trace(["a\r\nb: c"])).unwrap_err();
    assert_eq!(error.param(), Some("x-trace-id"));
}

#[derive(Clone, Endpoint)]
#[endpoint(method = PATCH, path = "/instance")]
struct UpdateInstance {
    email: Patch<String>,
    seconds: Patch<u32>,
    origins: Patch<Vec<String>>,
}

#[test]
fn a_patch_is_absent_null_or_a_value() {
    assert_eq!(body(&UpdateInstance::new()), "{}");
    let update = UpdateInstance::default().email("a@b.c").seconds(5).origins(Patch::Clear);
    assert_eq!(body(&update), r#"{"email":"a@b.c","seconds":5,"origins":null}"#);
    assert_eq!(
        body(&update.email(Patch::Keep).seconds(Patch::Clear)),
        r#"{"seconds":null,"origins":null}"#
    );
    assert!(UpdateInstance::METADATA.params.iter().all(|param| param.nullable && !param.required));
}

#[derive(Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/bulk", response = u8, incoming)]
struct Bulk {
    #[endpoint(body)]
    items: Vec<BTreeMap<String, u8>>,
    #[endpoint(query)]
    notify: Option<bool>,
}

#[test]
fn a_whole_body_can_be_any_json() {
    let bulk = Bulk::new([[("a".to_owned(), 1)], [("b".to_owned(), 2)]]).notify(true);
    assert_eq!(target(&bulk), "POST /v1/bulk?notify=true");
    assert_eq!(body(&bulk), r#"[{"a":1},{"b":2}]"#);
    assert_eq!(content_type(&bulk).as_deref(), Some("application/json"));
    assert_round_trip(bulk);
}

#[derive(Debug, PartialEq, Endpoint)]
#[endpoint(method = PUT, path = "/raw", decode = bytes, incoming)]
struct PutRaw {
    #[endpoint(raw)]
    bytes: Vec<u8>,
}

#[derive(Debug, PartialEq, Endpoint)]
#[endpoint(method = PUT, path = "/raw", decode = text, incoming)]
struct PutText {
    #[endpoint(raw = "text/csv")]
    text: Option<String>,
}

#[test]
fn raw_bodies_are_sent_and_read_unchanged() {
    let raw = PutRaw::new([0, 159, 146]);
    assert_eq!(request(&raw).into_body(), [0, 159, 146][..]);
    assert_eq!(content_type(&raw).as_deref(), Some("application/octet-stream"));
    assert_eq!(PutRaw::decode(ok("x")).unwrap(), Bytes::from_static(b"x"));

    assert_eq!(content_type(&PutText::new()), None);
    let text = PutText::new().text("a;b");
    assert_eq!((body(&text).as_str(), content_type(&text).as_deref()), ("a;b", Some("text/csv")));
    assert_eq!(PutText::decode(ok("x")).unwrap(), "x");

    assert_round_trip(raw);
    assert_round_trip(text.text("ü"));
    assert_round_trip(PutText::new());
    let response = PutRaw::encode_response(&Bytes::from_static(b"\xff")).unwrap();
    assert_eq!(PutRaw::decode(response).unwrap(), b"\xff"[..]);
    let response = PutText::encode_response(&"done".to_owned()).unwrap();
    assert_eq!(PutText::decode(response).unwrap(), "done");
}

#[derive(Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/images", incoming)]
struct Upload {
    #[endpoint(part)]
    file: Part,
    #[endpoint(part, rename = "page")]
    pages: Vec<Part>,
    #[endpoint(part, max_bytes = 4)]
    preview: Option<Part>,
    #[endpoint(part)]
    title: String,
    #[endpoint(part)]
    role: Vec<Role>,
    #[endpoint(part)]
    size: Option<u32>,
}

#[test]
fn parts_are_files_and_texts() {
    let upload = Upload::new(Part::file("a.png", "PNG"), "Logo")
        .pages([Part::text("one"), Part::text("two")])
        .role(["admin", "x"])
        .size(5);
    let sent = try_request(&upload).unwrap();
    let content_type = sent.headers()["content-type"].to_str().unwrap();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let part = |head: &str, body: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let file = "name=\"file\"; filename=\"a.png\"\r\nContent-Type: application/octet-stream";
    assert_eq!(
        sent.body(),
        &[
            part(file, "PNG"),
            part("name=\"page\"", "one"),
            part("name=\"page\"", "two"),
            part("name=\"title\"", "Logo"),
            part("name=\"role\"", "admin"),
            part("name=\"role\"", "x"),
            part("name=\"size\"", "5"),
            format!("--{boundary}--\r\n"),
        ]
        .concat()
    );
}

#[test]
fn parts_are_read_back() {
    let upload = || Upload::new(Part::file("a \"b\".png", "\r\n--"), "Logo");
    assert_round_trip(upload());
    assert_round_trip(upload().pages([Part::text("1"), Part::text("2")]).role(["admin"]).size(3));
    assert_round_trip(upload().preview(Part::file("p", "").content_type("image/png")));
    Upload::decode(Upload::encode_response(&()).unwrap()).unwrap();
}

#[test]
fn a_part_that_is_too_large_is_refused() {
    let upload = |preview: &'static str| {
        Upload::new(Part::file("a.png", "PNG"), "Logo").preview(Part::file("b.png", preview))
    };
    assert!(try_request(&upload("1234")).is_ok());
    assert_eq!(
        try_request(&upload("12345")).unwrap_err().to_string(),
        "Upload was not sent: `preview` has 5 bytes, more than the limit of 4"
    );
}

#[derive(Endpoint)]
#[endpoint(method = PUT, path = "/keys/{key}", response = usize, decode = length)]
struct Put<'a, T: ?Sized, K, const N: usize> {
    key: K,
    #[endpoint(body)]
    value: &'a T,
    #[endpoint(query)]
    flags: [bool; N],
    #[endpoint(query)]
    tags: &'a [&'a str],
    #[endpoint(query)]
    note: Option<&'a str>,
}

fn length(_: &'static Metadata, response: http::Response<Bytes>) -> Result<usize, DecodeError> {
    Ok(response.body().len())
}

#[derive(Serialize)]
struct Document<'a> {
    title: &'a str,
}

#[test]
fn endpoints_may_borrow_and_be_generic() {
    let title = String::from("t");
    let document = Document { title: &title };
    let put = Put::new("k", &document, [true, false], &["x"]).note("n");
    assert_eq!(target(&put), "PUT /v1/keys/k?flags=true&flags=false&tags=x&note=n");
    assert_eq!(body(&put), r#"{"title":"t"}"#);
    assert_eq!(body(&Put::new(1, "text", [], &[])), r#""text""#);
    assert_eq!(Put::<'_, str, u8, 0>::decode(ok("12345")).unwrap(), 5);
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/", decode = decode::json, response = Option<T>)]
struct Find<T>
where
    T: serde::de::DeserializeOwned + clerk_core::values::Scalar,
{
    example: Option<T>,
}

#[test]
fn a_response_may_be_generic() {
    assert_eq!(target(&Find::new().example(5_u8)), "GET /v1/?example=5");
    assert_eq!(Find::<u8>::decode(ok("7")).unwrap(), Some(7));
}

#[derive(Endpoint)]
#[endpoint(method = DELETE, path = "/things")]
struct Nothing;

#[test]
fn a_struct_without_fields_is_an_endpoint() {
    assert_eq!(target(&Nothing::new()), "DELETE /v1/things");
}

macro_rules! declared {
    ($name:ident, $ty:ty) => {
        #[derive(Endpoint)]
        #[endpoint(method = POST, path = "/x/{id}")]
        struct $name {
            id: $ty,
            value: Option<$ty>,
        }
    };
}

declared!(ByMacro, u32);

#[test]
fn an_endpoint_can_be_declared_by_a_macro() {
    let by_macro = ByMacro::new(1).value(2);
    assert_eq!(
        (target(&by_macro), body(&by_macro)),
        ("POST /v1/x/1".into(), r#"{"value":2}"#.into())
    );
}

mod deprecated {
    #![deny(deprecated, missing_docs)]

    use super::Endpoint;

    /// A deprecated endpoint.
    #[deprecated = "use another"]
    #[derive(Endpoint)]
    #[endpoint(method = GET, path = "/old")]
    pub(crate) struct Old {
        /// No longer has an effect.
        #[deprecated = "has no effect"]
        pub(crate) gone: Option<u8>,
    }
}

#[test]
#[expect(deprecated, reason = "the struct and the setter are deprecated, `new` with them")]
fn deprecated_endpoints_can_be_used_and_are_marked() {
    assert_eq!(target(&deprecated::Old::new().gone(1)), "GET /v1/old?gone=1");
    assert!(deprecated::Old::METADATA.deprecated);
    assert!(!Upload::METADATA.deprecated);
}

#[test]
fn a_value_that_may_be_missing_does_not_break_the_chain_of_setters() {
    #[derive(Endpoint)]
    #[endpoint(method = GET, path = "/invoices", response = ())]
    struct ListInvoices {
        #[endpoint(query)]
        customer: Option<String>,
        #[endpoint(query)]
        limit: Option<u32>,
        #[endpoint(query)]
        paid: Option<bool>,
    }

    let list = |customer: Option<&'static str>, limit: Option<u32>| {
        ListInvoices::new()
            .set_if_some(customer, ListInvoices::customer)
            .set_if_some(limit, ListInvoices::limit)
            .paid(true)
    };
    assert_eq!(
        target(&list(Some("cus_1"), Some(5))),
        "GET /v1/invoices?customer=cus_1&limit=5&paid=true"
    );
    assert_eq!(target(&list(None, None)), "GET /v1/invoices?paid=true");
}
