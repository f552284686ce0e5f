use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(header = "x-a")]
    a: u8,
    #[endpoint(header = "X-A")]
    b: u8,
}

fn main() {}
