use clerk_core::Endpoint;

struct Color {
    red: u8,
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/{color}")]
struct Call {
    color: Color,
}

fn main() {}
