use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", decode = json)]
struct Call;

fn main() {}
