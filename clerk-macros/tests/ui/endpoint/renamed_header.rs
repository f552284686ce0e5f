use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(header = "x-a", rename = "x-b")]
    a: u8,
}

fn main() {}
