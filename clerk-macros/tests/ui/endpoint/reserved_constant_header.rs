use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", header("Content-Type" = "text/csv"))]
struct Call;

fn main() {}
