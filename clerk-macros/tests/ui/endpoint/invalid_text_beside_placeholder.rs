use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a/{b}?c")]
struct Call {
    b: u8,
}

fn main() {}
