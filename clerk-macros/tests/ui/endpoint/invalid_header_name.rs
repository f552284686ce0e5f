use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(header = "x trace")]
    trace: u8,
}

fn main() {}
