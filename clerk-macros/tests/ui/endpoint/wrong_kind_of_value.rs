use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(path = 5, method = GET)]
struct Call;

fn main() {}
