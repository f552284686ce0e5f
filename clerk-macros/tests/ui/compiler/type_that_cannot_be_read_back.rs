use clerk_core::{Endpoint, Scalar, ServerHalf};

struct Colour;

impl Scalar for Colour {}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("red")
    }
}

#[derive(Endpoint, ServerHalf)]
#[endpoint(method = GET, path = "/{colour}")]
struct Call {
    colour: Colour,
}

fn main() {}
