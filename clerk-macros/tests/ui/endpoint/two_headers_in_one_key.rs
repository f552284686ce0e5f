use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", header("x-a" = "1", "x-b" = "2"))]
struct Call;

fn main() {}
