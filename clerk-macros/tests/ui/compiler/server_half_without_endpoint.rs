use clerk_core::ServerHalf;

#[derive(ServerHalf)]
#[endpoint(method = GET, path = "/a")]
struct Call;

fn main() {}
