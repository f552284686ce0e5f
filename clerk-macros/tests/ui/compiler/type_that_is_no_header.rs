use clerk_core::Endpoint;

struct Colour {
    red: u8,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(header = "x-colour")]
    colour: Colour,
}

fn main() {}
