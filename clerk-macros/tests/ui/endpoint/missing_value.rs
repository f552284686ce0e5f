use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method, path = "/a")]
struct Call;

fn main() {}
