use clerk_core::{Endpoint, values::Scalar};

struct Color;

impl Scalar for Color {}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("red")
    }
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/{color}", incoming)]
struct Call {
    color: Color,
}

fn main() {}
