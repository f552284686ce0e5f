use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", idempotent)]
struct Call;

fn main() {}
