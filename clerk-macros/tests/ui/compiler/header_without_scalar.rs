use clerk_core::Endpoint;

struct Color {
    red: u8,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(header = "x-color")]
    color: Color,
}

fn main() {}
