use clerk_core::{Endpoint, Patch};

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/prices")]
struct CreatePrice {
    #[endpoint(nullable)]
    amount: i64,
    #[endpoint(nullable)]
    note: Patch<String>,
    #[endpoint(query, nullable)]
    page: Option<u32>,
}

fn main() {}
