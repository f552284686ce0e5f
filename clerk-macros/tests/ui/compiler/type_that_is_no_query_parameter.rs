use clerk_core::Endpoint;

struct Colour {
    red: u8,
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a")]
struct Call {
    colour: Option<Vec<Colour>>,
}

fn main() {}
