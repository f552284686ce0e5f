//! The end of a list.

use super::{ListCities, ListRoads, Server, sizes};

/// Reads the cities, and returns the sizes of the pages and the number of requests.
fn read(server: &Server, limit: Option<u32>) -> (Vec<usize>, usize) {
    let list = match limit {
        Some(limit) => ListCities::new().limit(limit),
        None => ListCities::new(),
    };
    let sizes = sizes(server.pages(list));
    (sizes, server.queries().len())
}

#[test]
fn a_total_ends_a_list_without_another_request() {
    assert_eq!(read(&Server::new(0), Some(10)), (vec![], 1));
    assert_eq!(read(&Server::new(3), Some(10)), (vec![3], 1));
    assert_eq!(read(&Server::new(10), Some(10)), (vec![10], 1));
    assert_eq!(read(&Server::new(25), Some(10)), (vec![10, 10, 5], 3));
    assert_eq!(read(&Server::new(25), None), (vec![10, 10, 5], 3));
}

#[test]
fn a_list_without_a_total_ends_at_a_page_that_is_not_full() {
    let bare = |count| Server::with_total(count, |_| None);
    assert_eq!(read(&bare(0), Some(10)), (vec![], 1));
    assert_eq!(read(&bare(25), Some(10)), (vec![10, 10, 5], 3));
    // The server may have lowered the limit.
    assert_eq!(read(&bare(3), Some(10)), (vec![3], 2));
    // If the last page is full, or if the limit is unknown, an empty page ends the list.
    assert_eq!(read(&bare(20), Some(10)), (vec![10, 10], 3));
    assert_eq!(read(&bare(25), None), (vec![10, 10, 5], 4));
}

#[test]
fn a_limit_that_the_server_lowers_skips_no_item() {
    assert_eq!(read(&Server::new(50), Some(500)), (vec![20, 20, 10], 3));
    assert_eq!(read(&Server::with_total(50, |_| None), Some(500)), (vec![20, 20, 10], 3));
    let server = Server::new(50);
    assert_eq!(sizes(server.pages(ListRoads::new().limit(500))), [20, 20, 10]);
    assert_eq!(server.queries(), ["", "starting_after=19", "starting_after=39"]);
}

#[test]
fn a_list_with_too_large_a_total_ends_at_an_empty_page() {
    let server = Server::with_total(25, |count| Some(count + 1000));
    assert_eq!(read(&server, Some(10)), (vec![10, 10, 5], 4));
}

#[test]
fn a_list_with_too_small_a_total_ends_at_the_total() {
    let server = Server::with_total(25, |count| Some(count - 10));
    assert_eq!(read(&server, Some(10)), (vec![10, 10], 2));
    assert_eq!(read(&Server::with_total(25, |_| Some(0)), Some(10)), (vec![10], 1));
}
