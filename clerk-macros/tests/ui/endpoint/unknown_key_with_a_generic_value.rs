use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, returns = Result<u8, u8>, path = "/a")]
struct Call;

fn main() {}
