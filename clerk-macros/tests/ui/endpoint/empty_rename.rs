use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(rename = "")]
    a: u8,
}

fn main() {}
