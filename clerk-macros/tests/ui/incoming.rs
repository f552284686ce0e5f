//! Endpoints that cannot be read.

use clerk_core::Endpoint;

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", incoming)] struct Array { ids: [u8; 2] }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/{id}", incoming)]
struct BorrowingStruct<'a> { id: &'a str }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", errors(1), incoming)]
struct MistakeInTheOutgoingHalf { id: u8 }

fn main() {}
