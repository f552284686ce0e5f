//! Paginated lists.

use clerk_core::{Client, Endpoint};

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", response = Vec<u8>, pages = offset)]
struct PagesOnPost { #[endpoint(query)] limit: Option<u32>, #[endpoint(query)] offset: Option<u64> }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", response = Vec<u8>, pages = offset)]
struct PagesWithOffsetInHeader {
    limit: Option<u32>,
    #[endpoint(header = "x-offset")]
    offset: Option<u64>,
}

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", response = Vec<u8>, pages = offset)]
struct PagesWithRequiredLimit { limit: u32, offset: Option<u64> }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", response = Vec<u8>, pages = offset)]
struct PagesWithWrongOffsetType { limit: Option<u32>, offset: Option<u32> }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", response = Vec<u8>, pages = offset)]
struct PagesWithWrongPaginatedType {
    limit: Option<u32>,
    offset: Option<u64>,
    paginated: Option<String>,
}

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", response = Vec<u8>, pages = offset)]
struct PagesWithoutLimit { offset: Option<u64> }

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", response = Vec<u8>, pages = offset)]
struct PagesWithoutOffset { limit: Option<u32> }

// A stand-in for the list keeps this from being a second error.
fn read_pages_without_offset(client: &Client) {
    let _ = client.pages(PagesWithoutOffset::new());
}

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", response = Vec<u8>, pages = cursor)]
struct UnknownPagination { limit: Option<u32>, offset: Option<u64> }

fn main() {}
