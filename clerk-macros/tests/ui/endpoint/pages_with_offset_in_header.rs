use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", response = Vec<u8>, pages = offset)]
struct Call {
    limit: Option<u32>,
    #[endpoint(header = "x-offset")]
    offset: Option<u64>,
}

fn main() {}
