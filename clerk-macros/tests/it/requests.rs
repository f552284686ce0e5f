//! Whole requests of endpoints in the shapes of other APIs.

use clerk_core::{
    Endpoint, Patch, StringEnum,
    endpoint::{Metadata, ParamLocation},
};

use crate::{assert_round_trip, try_request};

/// The whole request as text, with one line for each header.
fn written<E: Endpoint>(endpoint: &E) -> String {
    let request = try_request(endpoint).unwrap();
    let mut text = format!("{} {}\n", request.method(), request.uri().path_and_query().unwrap());
    for (name, value) in request.headers() {
        text.extend([name.as_str(), ": ", value.to_str().unwrap(), "\n"]);
    }
    text + "\n" + std::str::from_utf8(request.body()).unwrap()
}

fn refused<E: Endpoint>(endpoint: &E) -> String {
    try_request(endpoint).unwrap_err().to_string()
}

#[derive(Clone, Debug, PartialEq, Eq, StringEnum)]
enum Currency {
    Usd,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = POST, path = "/charges", body = form)]
struct CreateCharge {
    amount: u32,
    currency: Option<Currency>,
    description: Option<String>,
    #[endpoint(rename = "expand[]")]
    expand: Vec<String>,
    #[endpoint(rename = "metadata[order_id]")]
    order_id: Option<String>,
    capture: Option<bool>,
    #[endpoint(query)]
    dry_run: Option<bool>,
}

#[test]
fn form_fields_are_sent_in_order_and_only_if_they_are_set() {
    assert_eq!(
        written(&CreateCharge::new(500)),
        "POST /v1/charges\ncontent-type: application/x-www-form-urlencoded\n\namount=500"
    );
    let charge = CreateCharge::new(500)
        .currency("usd")
        .description("Shirt & tie: 50% off ~*-._é\n")
        .expand(["customer", "balance_transaction"])
        .order_id("67+35")
        .capture(false)
        .dry_run(true);
    assert_eq!(
        written(&charge),
        "POST /v1/charges?dry_run=true\ncontent-type: application/x-www-form-urlencoded\n\n\
         amount=500&currency=usd&description=Shirt+%26+tie%3A+50%25+off+%7E*-._%C3%A9%0A\
         &expand%5B%5D=customer&expand%5B%5D=balance_transaction\
         &metadata%5Border_id%5D=67%2B35&capture=false"
    );
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/refunds", body = form)]
struct CreateRefund {
    charge: Option<String>,
}

#[test]
fn a_form_without_values_is_sent_empty() {
    assert_eq!(
        written(&CreateRefund::new()),
        "POST /v1/refunds\ncontent-type: application/x-www-form-urlencoded\n\n"
    );
}

#[test]
fn metadata_describes_a_form() {
    let Metadata { media_type, params, .. } = CreateCharge::METADATA;
    assert_eq!(*media_type, "application/x-www-form-urlencoded");
    let facts: Vec<_> = params
        .iter()
        .map(|param| (param.name, param.location, param.required, param.repeated))
        .collect();
    assert_eq!(
        facts,
        [
            ("amount", ParamLocation::Form, true, false),
            ("currency", ParamLocation::Form, false, false),
            ("description", ParamLocation::Form, false, false),
            ("expand[]", ParamLocation::Form, false, true),
            ("metadata[order_id]", ParamLocation::Form, false, false),
            ("capture", ParamLocation::Form, false, false),
            ("dry_run", ParamLocation::Query, false, false),
        ]
    );
}

#[derive(Endpoint)]
#[endpoint(method = PATCH, path = "/tickets/{id}", body = "application/merge-patch+json")]
struct UpdateTicket {
    id: u8,
    title: Option<String>,
    assignee: Patch<String>,
}

#[derive(Endpoint)]
#[endpoint(method = PATCH, path = "/documents", body = "application/json-patch+json")]
struct PatchDocument {
    #[endpoint(body)]
    operations: Vec<String>,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/tickets", body = json)]
struct CreateTicket {
    title: String,
}

#[test]
fn a_json_body_has_the_media_type_of_the_struct() {
    assert_eq!(
        written(&UpdateTicket::new(1).assignee(Patch::Clear)),
        "PATCH /v1/tickets/1\ncontent-type: application/merge-patch+json\n\n{\"assignee\":null}"
    );
    assert_eq!(
        written(&PatchDocument::new(["remove"])),
        "PATCH /v1/documents\ncontent-type: application/json-patch+json\n\n[\"remove\"]"
    );
    assert_eq!(
        written(&CreateTicket::new("A")),
        "POST /v1/tickets\ncontent-type: application/json\n\n{\"title\":\"A\"}"
    );
    assert_eq!(UpdateTicket::METADATA.media_type, "application/merge-patch+json");
    assert_eq!(PatchDocument::METADATA.media_type, "application/json-patch+json");
    assert_eq!(CreateTicket::METADATA.media_type, "application/json");
}

#[derive(Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/v{version}/tickets/{id}.json", incoming)]
struct GetTicket {
    version: u8,
    id: String,
}

#[derive(Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/{name}:cancel", incoming)]
struct CancelOperation {
    name: String,
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/.{file}")]
struct GetHidden {
    file: String,
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/%2E{file}")]
struct GetEncoded {
    file: String,
}

#[test]
fn a_placeholder_may_have_fixed_text_beside_it() {
    assert_eq!(written(&GetTicket::new(2, "a/b")), "GET /v1/v2/tickets/a%2Fb.json\n\n");
    assert_eq!(written(&GetTicket::new(2, "..")), "GET /v1/v2/tickets/...json\n\n");
    assert_eq!(written(&CancelOperation::new("op:1")), "POST /v1/op%3A1:cancel\n\n");
    assert_eq!(written(&GetHidden::new("config")), "GET /v1/.config\n\n");
    assert_round_trip(GetTicket::new(2, "a/b"));
    assert_round_trip(CancelOperation::new("op:cancel"));
}

#[test]
fn a_segment_that_addresses_another_resource_is_refused() {
    assert_eq!(
        refused(&GetTicket::new(2, "")),
        "GetTicket was not sent: `id` is empty, but a path segment must not be"
    );
    assert_eq!(
        refused(&GetHidden::new(".")),
        "GetHidden was not sent: `file` is `.` or `..`, which would address another resource"
    );
    assert!(refused(&GetHidden::new("")).contains("`file` is empty"));
    assert!(refused(&GetEncoded::new("")).contains("`file` is empty"));
    assert!(refused(&GetEncoded::new(".")).contains("`file` is `.` or `..`"));
    assert_eq!(written(&GetEncoded::new("..")), "GET /v1/%2E..\n\n");
    assert_eq!(written(&GetHidden::new("%2e")), "GET /v1/.%252e\n\n");
}

#[derive(Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/repos/{owner}/{repo}/contents/{path..}", incoming)]
struct GetContents {
    owner: String,
    repo: String,
    path: String,
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/{folder..}/raw")]
struct GetRaw {
    #[endpoint(rename = "folder")]
    directory: String,
}

#[test]
fn a_placeholder_may_span_several_segments() {
    let contents = |path| GetContents::new("o", "r/s", path);
    assert_eq!(written(&contents("src/lib.rs")), "GET /v1/repos/o/r%2Fs/contents/src/lib.rs\n\n");
    assert_eq!(
        written(&contents("a b/c?d#e/%2e/...")),
        "GET /v1/repos/o/r%2Fs/contents/a%20b/c%3Fd%23e/%252e/...\n\n"
    );
    assert_round_trip(contents("a b/contents/%2F/...é"));
    assert_round_trip(contents("file"));
    assert_eq!(written(&GetRaw::new("a/b")), "GET /v1/a/b/raw\n\n");
    assert_eq!(GetRaw::METADATA.path, "/{folder..}/raw");
    assert_eq!(
        GetRaw::METADATA.params.iter().map(|param| (param.name, param.location)).next(),
        Some(("folder", ParamLocation::Path))
    );
}

#[test]
fn segments_that_address_another_resource_are_refused() {
    for path in ["", "/", "/a", "a/", "a//b"] {
        assert_eq!(
            refused(&GetContents::new("o", "r", path)),
            "GetContents was not sent: `path` has an empty path segment: it must not be empty, \
             begin or end with `/`, or contain `//`"
        );
    }
    for path in [".", "..", "./a", "a/..", "a/../b", "a/./b"] {
        assert_eq!(
            refused(&GetContents::new("o", "r", path)),
            "GetContents was not sent: `path` has a path segment `.` or `..`, which would address \
             another resource"
        );
    }
}

#[derive(Endpoint)]
#[endpoint(
    method = GET,
    path = "/issues",
    header("Accept" = "application/vnd.example+json"),
    header("x-api-version" = "2022-11-28"),
)]
struct ListIssues {
    #[endpoint(header = "x-trace")]
    trace: Option<String>,
}

#[test]
fn constant_headers_are_sent_with_every_call() {
    assert_eq!(
        written(&ListIssues::new().trace("t")),
        "GET /v1/issues\nx-trace: t\naccept: application/vnd.example+json\n\
         x-api-version: 2022-11-28\n\n"
    );
    assert_eq!(
        ListIssues::METADATA.headers,
        [("accept", "application/vnd.example+json"), ("x-api-version", "2022-11-28")]
    );
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/search", allow_body)]
struct Search {
    index: Option<String>,
    #[endpoint(member)]
    query: String,
}

#[derive(Endpoint)]
#[endpoint(method = DELETE, path = "/things", allow_body)]
struct DeleteThings {
    #[endpoint(body)]
    ids: Vec<u8>,
}

#[derive(Endpoint)]
#[endpoint(method = DELETE, path = "/things", allow_body, body = form)]
struct DeleteByForm {
    #[endpoint(member)]
    id: u8,
}

#[test]
fn a_get_or_delete_has_a_body_if_the_struct_allows_it() {
    assert_eq!(
        written(&Search::new("x").index("i")),
        "GET /v1/search?index=i\ncontent-type: application/json\n\n{\"query\":\"x\"}"
    );
    assert_eq!(
        written(&DeleteThings::new([1, 2])),
        "DELETE /v1/things\ncontent-type: application/json\n\n[1,2]"
    );
    assert_eq!(
        written(&DeleteByForm::new(1)),
        "DELETE /v1/things\ncontent-type: application/x-www-form-urlencoded\n\nid=1"
    );
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/archive", success(302, 304), operation = "repos/download")]
struct Download;

#[test]
fn metadata_has_the_listed_statuses_and_both_names() {
    let Metadata { success, name, operation, .. } = Download::METADATA;
    assert_eq!(*success, [302, 304]);
    assert_eq!((*name, *operation), ("Download", "repos/download"));
    assert!(Search::METADATA.success.is_empty());
    assert_eq!(Search::METADATA.operation, "Search");
}
