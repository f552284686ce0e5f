use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", response = Vec<u8>, pages = offset)]
struct Call {
    limit: Option<u32>,
    offset: Option<u32>,
}

fn main() {}
