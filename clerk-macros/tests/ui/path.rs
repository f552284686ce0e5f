//! Paths and their placeholders.

use clerk_core::Endpoint;

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/{b}{c}")]
struct AdjacentPlaceholders { b: u8, c: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/{a}")]
struct DuplicatePathParam { a: u8, #[endpoint(path, rename = "a")] b: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/{b}/{b}")]
struct DuplicatePlaceholder { b: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/{}")] struct EmptyPlaceholder { b: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/{..}")]
struct EmptySegmentsPlaceholder { b: String }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/{b}?c")]
struct InvalidTextBesidePlaceholder { b: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/{id}")] struct OptionInPath { id: Option<u8> }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/{id}")]
struct PatchInPath { id: clerk_core::Patch<u8> }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/{b}")]
struct PathFieldWithoutPlaceholder { b: u8, #[endpoint(path)] c: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/./b")] struct PathWithDot { b: u8 }
#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/../b")] struct PathWithDots { b: u8 }
#[derive(Endpoint)] #[endpoint(method = GET, path = "/a//b")] struct PathWithEmptySegment { b: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/%2E./b")]
struct PathWithEncodedDots { b: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a#b")] struct PathWithFragment { b: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/%{b}")]
struct PathWithInvalidPercentEncoding { b: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a?b=c")] struct PathWithQuery { b: u8 }
#[derive(Endpoint)] #[endpoint(method = GET, path = "/a b")] struct PathWithSpace { b: u8 }
#[derive(Endpoint)] #[endpoint(method = GET, path = "a/b")] struct PathWithoutSlash { b: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/{id}")]
struct PlaceholderFieldInQuery { #[endpoint(query)] id: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/{b}/c")]
struct PlaceholderWithoutField { id: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/codes/{r#type}", response = ())]
struct RawNameInPlaceholder { r#type: String }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/{b..}.json")]
struct TextBesideSegmentsPlaceholder { b: String }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/{b}-{c}")]
struct TwoPlaceholdersInSegment { b: u8, c: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/{a..}/b/{c..}")]
struct TwoSegmentsPlaceholders { a: String, c: String }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/{b")] struct UnclosedPlaceholder { b: u8 }
#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/b}")] struct UnopenedPlaceholder { b: u8 }
#[derive(Endpoint)] #[endpoint(method = GET, path = "/{id}")] struct VecInPath { id: Vec<u8> }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/{b..}")]
struct VecInSegments { b: Vec<String> }

fn main() {}
