use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", response = Vec<u8>, pages = cursor)]
struct Call {
    limit: Option<u32>,
    offset: Option<u64>,
}

fn main() {}
