use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", respons = u8)]
struct Call;

fn main() {}
