use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", body = xml)]
struct Call {
    a: u8,
}

fn main() {}
