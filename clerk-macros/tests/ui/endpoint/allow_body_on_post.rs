use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", allow_body)]
struct Call {
    a: u8,
}

fn main() {}
