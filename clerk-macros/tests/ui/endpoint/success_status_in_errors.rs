use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", errors(400, 204))]
struct Call;

fn main() {}
