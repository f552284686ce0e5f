//! Pages after an error.

use std::sync::atomic::Ordering;

use clerk_core::{Error, http::StatusCode, pages::Pages};
use smol::{future::block_on, stream::StreamExt as _};

use super::{ListCities, Server};

/// Returns the size of the next page, or the status of the error.
fn next(pages: &mut Pages<ListCities>) -> Option<Result<usize, StatusCode>> {
    let page = block_on(pages.next_page())?;
    Some(page.map(|page| page.len()).map_err(|error| error.status().unwrap()))
}

#[test]
fn a_page_that_failed_is_requested_again() {
    let server = Server::new(25);
    let mut pages = server.pages(ListCities::new().limit(10));
    assert_eq!(next(&mut pages), Some(Ok(10)));
    server.failures.store(2, Ordering::SeqCst);
    assert_eq!(next(&mut pages), Some(Err(StatusCode::BAD_GATEWAY)));
    assert_eq!(next(&mut pages), Some(Err(StatusCode::BAD_GATEWAY)));
    assert_eq!(next(&mut pages), Some(Ok(10)));
    assert_eq!(next(&mut pages), Some(Ok(5)));
    assert_eq!(next(&mut pages), None);
}

#[test]
fn an_error_of_a_page_that_was_read_ahead_is_returned_in_its_place() {
    let server = Server::new(25);
    let mut pages = server.pages(ListCities::new().limit(10)).read_ahead();
    assert_eq!(next(&mut pages), Some(Ok(10)));
    server.failures.store(1, Ordering::SeqCst);
    assert_eq!(next(&mut pages), Some(Ok(10)));
    assert_eq!(server.failures.load(Ordering::SeqCst), 0, "the third page was not requested");
    assert_eq!(next(&mut pages), Some(Err(StatusCode::BAD_GATEWAY)));
    assert_eq!(next(&mut pages), Some(Ok(5)));
    assert_eq!(next(&mut pages), None);
}

#[test]
fn each_item_is_returned_once_if_pages_fail() {
    for ahead in [false, true] {
        let server = Server::new(25);
        let pages = server.pages(ListCities::new().limit(10));
        let mut items = if ahead { pages.read_ahead() } else { pages }.items();
        let (mut ids, mut errors) = (Vec::new(), 0);
        server.failures.store(3, Ordering::SeqCst);
        while let Some(item) = block_on(items.next()) {
            match item {
                Ok(city) => ids.push(city.id),
                Err(_) => errors += 1,
            }
            if ids.len() == 7 {
                server.failures.store(2, Ordering::SeqCst);
            }
        }
        assert_eq!(ids, (0..25).collect::<Vec<_>>());
        assert!(errors >= 5, "{errors} errors");
    }
}

#[test]
fn a_request_that_cannot_be_encoded_is_an_error_of_its_page() {
    let server = Server::new(25);
    let mut pages =
        server.pages(ListCities::new()).each_call(|call| call.header("x-reason", "a\nb"));
    assert!(matches!(block_on(pages.next_page()), Some(Err(Error::Encode(_)))));
    assert!(matches!(block_on(pages.next_page()), Some(Err(Error::Encode(_)))));
    assert!(server.queries().is_empty());
}
