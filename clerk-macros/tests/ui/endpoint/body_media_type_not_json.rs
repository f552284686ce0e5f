use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", body = "text/csv")]
struct Call {
    a: u8,
}

fn main() {}
