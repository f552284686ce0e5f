use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", errors(400, 404, 400))]
struct Call;

fn main() {}
