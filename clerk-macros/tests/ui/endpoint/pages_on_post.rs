use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", response = Vec<u8>, pages = offset)]
struct Call {
    #[endpoint(query)]
    limit: Option<u32>,
    #[endpoint(query)]
    offset: Option<u64>,
}

fn main() {}
