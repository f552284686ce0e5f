use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a/{b..}.json")]
struct Call {
    b: String,
}

fn main() {}
