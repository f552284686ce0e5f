use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", body = form)]
struct Call {
    a: clerk_core::Patch<u8>,
}

fn main() {}
