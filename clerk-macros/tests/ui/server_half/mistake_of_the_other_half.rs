use clerk_core::{Endpoint, ServerHalf};

#[derive(Endpoint, ServerHalf)]
#[endpoint(method = GET, path = "/a", errors(1))]
struct Call {
    id: u8,
}

fn main() {}
