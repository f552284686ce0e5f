//! The attribute itself, and the item below it.

use clerk_core::Endpoint;

#[derive(Endpoint)] #[endpoint(method = GET path = "/a")] struct CommaMissing;
#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", path = "/b")] struct DuplicateKey;

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")] #[endpoint(method = PUT)]
struct DuplicateKeyInTwoAttributes;

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct DuplicateKeyOnField { #[endpoint(query, query)] id: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct EmptyRename { #[endpoint(rename = "")] a: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", public = true)] struct FlagWithValue;
#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", idempotent)] struct IdempotentGet;
#[derive(Endpoint)] struct MissingAttribute;
#[derive(Endpoint)] #[endpoint(path = "/a")] struct MissingMethod;
#[derive(Endpoint)] #[endpoint(method = GET)] struct MissingPath;
#[derive(Endpoint)] #[endpoint(method, path = "/a")] struct MissingValue;
#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")] struct OnATupleStruct(u8);
#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")] union OnAUnion { a: u8 }
#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")] enum OnAnEnum {}

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a/{b}", errors(200), color = "red")]
struct SeveralMistakes { #[endpoint(body)] value: u8, #[endpoint(header = "x y")] header: u8 }

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct TwoLocations { #[endpoint(query, body)] a: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", respons = u8)] struct UnknownKey;

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a")]
struct UnknownKeyOnField { #[endpoint(qeury)] id: u8 }

#[derive(Endpoint)] #[endpoint(method = GET, returns = Result<u8, u8>, path = "/a")]
struct UnknownKeyWithAGenericValue;

#[derive(Endpoint)] #[endpoint(method = FETCH, path = "/a")] struct UnknownMethod;
#[derive(Endpoint)] #[endpoint(path = 5, method = GET)] struct WrongKindOfValue;

fn main() {}
