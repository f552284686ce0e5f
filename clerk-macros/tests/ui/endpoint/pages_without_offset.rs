use clerk_core::{Client, Endpoint};

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", response = Vec<u8>, pages = offset)]
struct Call {
    limit: Option<u32>,
}

// A stand-in for the list keeps this from being a second error.
fn read(client: &Client) {
    let _ = client.pages(Call::new());
}

fn main() {}
