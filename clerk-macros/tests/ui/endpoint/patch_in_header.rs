use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(header = "x-id")]
    id: clerk_core::Patch<u8>,
}

fn main() {}
