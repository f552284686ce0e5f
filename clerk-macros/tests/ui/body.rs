//! Bodies: members, forms, parts, and raw bytes.

use clerk_core::{Endpoint, Part, Patch};

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", allow_body)]
struct AllowBodyOnPost { a: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", allow_body)]
struct AllowBodyWithoutBody { a: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct BodyBesideMembers { #[endpoint(body)] a: u8, b: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct BodyBesideParts { #[endpoint(body)] a: u8, #[endpoint(part)] b: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", body = form)]
struct BodyFormatBesideParts { #[endpoint(part)] a: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", body = "application/merge-patch+json")]
struct BodyFormatBesideRaw { #[endpoint(raw)] a: String }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", body = form)]
struct BodyFormatWithoutMembers { #[endpoint(query)] a: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", body = "text/csv")]
struct BodyMediaTypeNotJson { a: u8 }

#[derive(Endpoint)] #[endpoint(method = DELETE, path = "/a")]
struct BodyOnDelete { #[endpoint(body)] value: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a")]
struct BodyOnGet { #[endpoint(body)] value: u8 }

#[derive(Endpoint)] #[endpoint(method = HEAD, path = "/a")]
struct BodyOnHead { #[endpoint(body)] value: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct DuplicateBody { #[endpoint(body)] a: u8, #[endpoint(raw)] b: Vec<u8> }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", body = form)]
struct DuplicateFormField { a: u8, #[endpoint(rename = "a")] b: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct DuplicateMember { a: u8, #[endpoint(rename = "a")] b: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct DuplicatePart { #[endpoint(part)] a: u8, #[endpoint(part, rename = "a")] b: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", body = form)]
struct FormFieldOnGet { #[endpoint(member)] a: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", body = "application json")]
struct InvalidBodyMediaType { a: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", decode = json)]
struct JsonWithoutResponse;

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct MaxBytesNotANumber { #[endpoint(part, max_bytes = "10 MB")] a: Part }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct MaxBytesOfAText { #[endpoint(part, max_bytes = 10_000_000)] a: String }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct MaxBytesWithASuffix { #[endpoint(part, max_bytes = 10MB)] a: Part }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct MaxBytesWithoutPart { #[endpoint(max_bytes = 10_000_000)] a: String }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct MemberBesideParts {
    #[endpoint(part)]
    file: clerk_core::Part,
    #[endpoint(member)]
    title: String,
}

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a")]
struct MemberOnGet { #[endpoint(member)] value: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct MembersBesideParts { #[endpoint(part)] file: clerk_core::Part, title: String }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/prices")]
struct Nullable {
    #[endpoint(nullable)]
    amount: i64,
    #[endpoint(nullable)]
    note: Patch<String>,
    #[endpoint(query, nullable)]
    page: Option<u32>,
}

#[derive(Endpoint)] #[endpoint(method = DELETE, path = "/a")]
struct PartOnDelete { #[endpoint(part)] value: String }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct PatchAsBody { #[endpoint(body)] value: clerk_core::Patch<u8> }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", body = form)]
struct PatchInForm { a: clerk_core::Patch<u8> }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a")]
struct RawOnGet { #[endpoint(raw)] value: Vec<u8> }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct RenamedBody { #[endpoint(body, rename = "b")] a: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", body = xml)]
struct UnknownBodyFormat { a: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", body = form)]
struct WholeBodyInForm { #[endpoint(body)] a: u8 }

fn main() {}
