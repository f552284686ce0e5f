//! Lists that change while they are read.

use super::{ListCities, ListRoads, Server, rest};

#[test]
fn by_offset_items_removed_from_earlier_pages_skip_as_many() {
    let server = Server::new(30);
    let mut pages = server.pages(ListCities::new().limit(10));
    assert_eq!(smol::block_on(pages.next_page()).unwrap().unwrap().len(), 10);
    server.change(|ids| drop(ids.drain(..3)));
    // 10, 11, and 12 have moved to where the first page was.
    assert_eq!(rest(&mut pages), [(13..23).collect::<Vec<_>>(), (23..30).collect()]);
}

#[test]
fn by_offset_items_added_to_earlier_pages_repeat_as_many() {
    let server = Server::new(20);
    let mut pages = server.pages(ListCities::new().limit(10));
    assert_eq!(smol::block_on(pages.next_page()).unwrap().unwrap().len(), 10);
    server.change(|ids| drop(ids.splice(..0, [100, 101])));
    assert_eq!(rest(&mut pages), [(8..18).collect::<Vec<_>>(), vec![18, 19]]);
}

#[test]
fn by_offset_the_latest_total_counts() {
    let server = Server::new(20);
    let mut pages = server.pages(ListCities::new().limit(10));
    assert_eq!(smol::block_on(pages.next_page()).unwrap().unwrap().total_count, Some(20));
    server.change(|ids| ids.extend(20..25));
    assert_eq!(rest(&mut pages), [(10..20).collect::<Vec<_>>(), (20..25).collect()]);

    let mut pages = server.pages(ListCities::new().limit(10));
    assert_eq!(smol::block_on(pages.next_page()).unwrap().unwrap().total_count, Some(25));
    server.change(|ids| ids.truncate(5));
    assert_eq!(rest(&mut pages), Vec::<Vec<u64>>::new());
}

#[test]
fn by_cursor_items_that_stay_are_returned_once() {
    let server = Server::new(30);
    let mut pages = server.pages(ListRoads::new().limit(10));
    assert_eq!(smol::block_on(pages.next_page()).unwrap().unwrap().len(), 10);
    // The items of the first page are removed, including that of the cursor. Later, one is removed
    // and one is added.
    server.change(|ids| {
        ids.retain(|id| *id >= 10 && *id != 15);
        ids.push(30);
    });
    let mut expected: Vec<u64> = (10..=30).collect();
    expected.retain(|id| *id != 15);
    assert_eq!(rest(&mut pages).concat(), expected);
}
