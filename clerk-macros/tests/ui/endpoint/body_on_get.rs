use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a")]
struct Call {
    #[endpoint(body)]
    value: u8,
}

fn main() {}
