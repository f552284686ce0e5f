use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a/{b}/{b}")]
struct Call {
    b: u8,
}

fn main() {}
