use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", header("X-A" = "1"))]
struct Call {
    #[endpoint(header = "x-a")]
    a: u8,
}

fn main() {}
