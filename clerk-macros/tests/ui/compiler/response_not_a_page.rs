use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", response = String, pages = offset)]
struct Call {
    limit: Option<u32>,
    offset: Option<u64>,
}

fn main() {}
