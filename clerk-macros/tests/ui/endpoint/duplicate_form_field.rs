use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", body = form)]
struct Call {
    a: u8,
    #[endpoint(rename = "a")]
    b: u8,
}

fn main() {}
