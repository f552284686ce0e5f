//! Types that lack a trait: the compiler finds these mistakes.

use clerk_core::{Client, Endpoint, StringEnum, values::Scalar};

struct Color {
    red: u8,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct BodyWithoutSerialize {
    #[endpoint(body)]
    color: Option<Color>,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct HeaderWithoutScalar {
    #[endpoint(header = "x-color")]
    color: Color,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct MemberWithoutSerialize {
    color: Color,
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", response = Vec<u8>)]
struct PagesOfAnEndpointWithoutPages {
    limit: Option<u32>,
    offset: Option<u64>,
}

fn read_pages_of_an_endpoint_without_pages(client: &Client) {
    let _ = client.pages(PagesOfAnEndpointWithoutPages::new());
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct PartWithoutScalar {
    #[endpoint(part)]
    color: Color,
}

struct PathParamWithoutFromStrColor;

impl Scalar for PathParamWithoutFromStrColor {}

impl std::fmt::Display for PathParamWithoutFromStrColor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("red")
    }
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/{color}", incoming)]
struct PathParamWithoutFromStr {
    color: PathParamWithoutFromStrColor,
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/{color}")]
struct PathParamWithoutScalar {
    color: Color,
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a")]
struct QueryParamWithoutScalar {
    color: Option<Vec<Color>>,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct RawBodyWithoutBytes {
    #[endpoint(raw)]
    color: Color,
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", response = String, pages = offset)]
struct ResponseNotAPage {
    limit: Option<u32>,
    offset: Option<u64>,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", response = Color)]
struct ResponseWithoutDeserialize;

struct UnknownVariantOfWrongTypeColor;

#[derive(StringEnum)]
enum UnknownVariantOfWrongTypeStatus {
    #[string_enum(unknown)]
    Unknown(UnknownVariantOfWrongTypeColor),
}

fn main() {}
