use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = DELETE, path = "/a")]
struct Call {
    #[endpoint(part)]
    value: String,
}

fn main() {}
