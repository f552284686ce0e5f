use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
union Call {
    a: u8,
}

fn main() {}
