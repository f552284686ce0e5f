use clerk_core::Endpoint;

struct Color {
    red: u8,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", response = Color)]
struct Call;

fn main() {}
