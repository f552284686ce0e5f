use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
#[endpoint(method = PUT)]
struct Call;

fn main() {}
