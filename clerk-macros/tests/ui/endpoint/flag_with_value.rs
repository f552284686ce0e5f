use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", public = true)]
struct Call;

fn main() {}
