use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", header("x-a"))]
struct Call;

fn main() {}
