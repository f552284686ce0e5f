use clerk_core::{Client, Endpoint};

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", response = Vec<u8>, pages = offset)]
struct Call {
    limit: Option<u32>,
}

// The list is there in spite of the mistake, so that this is no second error.
fn read(client: &Client) {
    let _ = client.pages(Call::new());
}

fn main() {}
