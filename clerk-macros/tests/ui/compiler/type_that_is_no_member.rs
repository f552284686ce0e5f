use clerk_core::Endpoint;

struct Colour {
    red: u8,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    colour: Colour,
}

fn main() {}
