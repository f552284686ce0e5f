use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", success(304, 404))]
struct Call;

fn main() {}
