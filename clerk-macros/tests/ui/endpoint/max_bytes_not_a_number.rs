use clerk_core::{Endpoint, Part};

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(part, max_bytes = "10 MB")]
    a: Part,
}

fn main() {}
