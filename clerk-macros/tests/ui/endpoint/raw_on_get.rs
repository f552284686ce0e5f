use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a")]
struct Call {
    #[endpoint(raw)]
    value: Vec<u8>,
}

fn main() {}
