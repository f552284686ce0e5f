use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", body = "application/merge-patch+json")]
struct Call {
    #[endpoint(raw)]
    a: String,
}

fn main() {}
