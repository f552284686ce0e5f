use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", errors(70000))]
struct Call;

fn main() {}
