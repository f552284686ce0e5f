use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = FETCH, path = "/a")]
struct Call;

fn main() {}
