use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(body, rename = "b")]
    a: u8,
}

fn main() {}
