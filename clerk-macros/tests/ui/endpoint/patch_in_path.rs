use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/{id}")]
struct Call {
    id: clerk_core::Patch<u8>,
}

fn main() {}
