use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(path = "/a")]
struct Call;

fn main() {}
