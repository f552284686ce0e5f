use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a")]
struct Call {
    #[endpoint(part)]
    file: clerk_core::Part,
    title: String,
}

fn main() {}
