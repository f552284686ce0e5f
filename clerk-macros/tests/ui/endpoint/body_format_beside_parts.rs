use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", body = form)]
struct Call {
    #[endpoint(part)]
    a: u8,
}

fn main() {}
