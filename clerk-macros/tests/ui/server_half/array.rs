use clerk_core::{Endpoint, ServerHalf};

#[derive(Endpoint, ServerHalf)]
#[endpoint(method = GET, path = "/a")]
struct Call {
    ids: [u8; 2],
}

fn main() {}
