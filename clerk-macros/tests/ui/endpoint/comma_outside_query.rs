use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(header = "x-a", comma)]
    a: Vec<u8>,
}

fn main() {}
