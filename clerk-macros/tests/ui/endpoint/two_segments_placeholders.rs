use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/{a..}/b/{c..}")]
struct Call {
    a: String,
    c: String,
}

fn main() {}
