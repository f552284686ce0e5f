use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", success(304, 302, 304))]
struct Call;

fn main() {}
