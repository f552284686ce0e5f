use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(body)]
    a: u8,
    #[endpoint(part)]
    b: u8,
}

fn main() {}
