use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", header("x-a" = "1"), header("X-A" = "2"))]
struct Call;

fn main() {}
