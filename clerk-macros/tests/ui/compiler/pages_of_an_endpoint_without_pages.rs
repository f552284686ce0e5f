use clerk_core::{Client, Endpoint};

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", response = Vec<u8>)]
struct Call {
    limit: Option<u32>,
    offset: Option<u64>,
}

fn read(client: &Client) {
    let _ = client.pages(Call::new());
}

fn main() {}
