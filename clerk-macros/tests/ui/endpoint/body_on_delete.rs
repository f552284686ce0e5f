use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = DELETE, path = "/a")]
struct Call {
    #[endpoint(body)]
    value: u8,
}

fn main() {}
