use clerk_core::Endpoint;

struct Color {
    red: u8,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    color: Color,
}

fn main() {}
