use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", body = form)]
struct Call {
    #[endpoint(member)]
    a: u8,
}

fn main() {}
