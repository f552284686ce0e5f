use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/{id}")]
struct Call {
    id: Option<u8>,
}

fn main() {}
