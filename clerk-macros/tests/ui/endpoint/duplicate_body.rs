use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(body)]
    a: u8,
    #[endpoint(raw)]
    b: Vec<u8>,
}

fn main() {}
