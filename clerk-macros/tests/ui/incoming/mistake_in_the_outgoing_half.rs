use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", errors(1), incoming)]
struct Call {
    id: u8,
}

fn main() {}
