use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a/{id}")]
struct Call {
    #[endpoint(query)]
    id: u8,
}

fn main() {}
