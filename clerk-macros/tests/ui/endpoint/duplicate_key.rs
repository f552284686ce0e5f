use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", path = "/b")]
struct Call;

fn main() {}
