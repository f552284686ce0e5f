use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(part, max_bytes = 10_000_000)]
    a: String,
}

fn main() {}
