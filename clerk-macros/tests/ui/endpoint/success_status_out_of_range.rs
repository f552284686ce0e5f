use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", success(70000))]
struct Call;

fn main() {}
