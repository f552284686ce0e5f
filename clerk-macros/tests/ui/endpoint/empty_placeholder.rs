use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a/{}")]
struct Call {
    b: u8,
}

fn main() {}
