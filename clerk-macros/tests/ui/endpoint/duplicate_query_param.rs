use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a")]
struct Call {
    a: u8,
    #[endpoint(rename = "a")]
    b: u8,
}

fn main() {}
