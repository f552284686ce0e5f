use clerk_core::{Endpoint, ServerHalf};

#[derive(Endpoint, ServerHalf)]
#[endpoint(method = GET, path = "/{id}")]
struct Call<'a> {
    id: &'a str,
}

fn main() {}
