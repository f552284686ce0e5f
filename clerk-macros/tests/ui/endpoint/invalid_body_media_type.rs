use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", body = "application json")]
struct Call {
    a: u8,
}

fn main() {}
