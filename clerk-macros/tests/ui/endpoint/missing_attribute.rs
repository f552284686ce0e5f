use clerk_core::Endpoint;

#[derive(Endpoint)]
struct Call;

fn main() {}
