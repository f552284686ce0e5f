use clerk_core::Endpoint;

struct Color {
    red: u8,
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a")]
struct Call {
    color: Option<Vec<Color>>,
}

fn main() {}
