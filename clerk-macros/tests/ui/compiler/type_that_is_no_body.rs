use clerk_core::Endpoint;

struct Colour {
    red: u8,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(body)]
    colour: Option<Colour>,
}

fn main() {}
