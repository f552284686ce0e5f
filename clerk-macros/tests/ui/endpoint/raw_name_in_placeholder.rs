use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/codes/{r#type}", response = ())]
struct GetCode {
    r#type: String,
}

fn main() {}
