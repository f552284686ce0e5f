use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", incoming)]
struct Call {
    ids: [u8; 2],
}

fn main() {}
