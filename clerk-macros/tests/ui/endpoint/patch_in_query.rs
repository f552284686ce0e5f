use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a")]
struct Call {
    id: clerk_core::Patch<u8>,
}

fn main() {}
