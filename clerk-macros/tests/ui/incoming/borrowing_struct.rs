use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/{id}", incoming)]
struct Call<'a> {
    id: &'a str,
}

fn main() {}
