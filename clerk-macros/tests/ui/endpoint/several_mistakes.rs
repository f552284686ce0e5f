use clerk_core::Endpoint;

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a/{b}", errors(200), color = "red")]
struct Call {
    #[endpoint(body)]
    value: u8,
    #[endpoint(header = "x y")]
    header: u8,
}

fn main() {}
