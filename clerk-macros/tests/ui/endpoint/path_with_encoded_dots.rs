use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a/%2E./b")]
struct Call {
    b: u8,
}

fn main() {}
