use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET)]
struct Call;

fn main() {}
