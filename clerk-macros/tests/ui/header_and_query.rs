//! Headers and query params.

use clerk_core::Endpoint;

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct CommaOutsideQuery { #[endpoint(header = "x-a", comma)] a: Vec<u8> }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", header("X-A" = "1"))]
struct ConstantHeaderBesideField { #[endpoint(header = "x-a")] a: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", header = "x-a")]
struct ConstantHeaderWithoutName;

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", header("x-a"))]
struct ConstantHeaderWithoutValue;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", header("x-a" = "1"), header("X-A" = "2"))]
struct DuplicateConstantHeader;

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct DuplicateHeader { #[endpoint(header = "x-a")] a: u8, #[endpoint(header = "X-A")] b: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a")]
struct DuplicateQueryParam { a: u8, #[endpoint(rename = "a")] b: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct EmptyHeaderName { #[endpoint(header = "")] trace: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", header("x a" = "1"))]
struct InvalidConstantHeaderName;

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", header("x-a" = "1\r\nx-b: 2"))]
struct InvalidConstantHeaderValue;

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct InvalidHeaderName { #[endpoint(header = "x trace")] trace: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct PatchInHeader { #[endpoint(header = "x-id")] id: clerk_core::Patch<u8> }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a")]
struct PatchInQuery { id: clerk_core::Patch<u8> }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct RenamedHeader { #[endpoint(header = "x-a", rename = "x-b")] a: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", header("Content-Type" = "text/csv"))]
struct ReservedConstantHeader;

#[derive(Endpoint)]
#[endpoint(
    method = POST,
    path = "/b",
    header("Connection" = "close"),
    header("Expect" = "100-continue"),
    header("HTTP2-Settings" = "a"),
    header("Keep-Alive" = "timeout=5"),
    header("Proxy-Connection" = "close"),
    header("TE" = "trailers"),
    header("Trailer" = "x-sum"),
    header("Transfer-Encoding" = "chunked"),
    header("Upgrade" = "h2c"),
)]
struct ReservedConstantHeaderOfTheConnection;

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct ReservedHeader { #[endpoint(header = "Authorization")] key: String }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", header("x-a" = "1", "x-b" = "2"))]
struct TwoHeadersInOneKey;

fn main() {}
