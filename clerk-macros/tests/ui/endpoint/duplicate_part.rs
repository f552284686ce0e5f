use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(part)]
    a: u8,
    #[endpoint(part, rename = "a")]
    b: u8,
}

fn main() {}
