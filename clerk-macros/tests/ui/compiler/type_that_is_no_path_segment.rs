use clerk_core::Endpoint;

struct Colour {
    red: u8,
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/{colour}")]
struct Call {
    colour: Colour,
}

fn main() {}
