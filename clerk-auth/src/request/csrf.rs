//! Whether a request that a cookie authenticates was sent by the application's own pages.

use std::collections::BTreeSet;

use url::{Origin, Url};

use super::view::RequestView;

/// Returns whether a request may change something with the rights of a cookie.
///
/// Safe methods always may, except to open a WebSocket, which any page can. Others may if the browser
/// says that the request comes from the same origin, or from one of `allowed`. The browser says it in
/// `Origin`, or in `Sec-Fetch-Site` if it sends no `Origin`. A request with neither does not come from a current browser and is allowed,
/// because no page can make a browser leave out both.
pub(crate) fn is_allowed(
    request: &RequestView<'_>,
    url: Option<&Url>,
    allowed: &BTreeSet<String>,
) -> bool {
    let is_safe = ["GET", "HEAD", "OPTIONS", "TRACE"].contains(&request.method());
    if is_safe && !opens_websocket(request) {
        return true;
    }
    if request.first("origin").is_some() {
        let origin = request.text("origin").and_then(read_origin);
        return origin.is_some_and(|origin| {
            url.is_some_and(|url| url.origin() == origin)
                || allowed.contains(&origin.ascii_serialization())
        });
    }
    match request.first("sec-fetch-site") {
        Some(site) => site.trim_ascii() == b"same-origin" || site.trim_ascii() == b"none",
        None => true,
    }
}

fn opens_websocket(request: &RequestView<'_>) -> bool {
    let is_websocket = |value: &[u8]| value.trim_ascii().eq_ignore_ascii_case(b"websocket");
    request.values("upgrade").any(|line| line.split(|byte| *byte == b',').any(is_websocket))
}

/// Reads an origin, such as `https://app.example.com`. `null` and opaque origins are none.
pub(crate) fn read_origin(text: &str) -> Option<Origin> {
    let origin = Url::parse(text).ok()?.origin();
    origin.is_tuple().then_some(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(method: &str, headers: &[(&str, &str)]) -> bool {
        let url = Url::parse("https://app.example.com/pay").unwrap();
        let headers = headers.iter().map(|(name, value)| (*name, value.as_bytes()));
        let view = RequestView::new(method, url.as_str(), headers);
        is_allowed(&view, Some(&url), &BTreeSet::from(["https://admin.example.com".to_owned()]))
    }

    #[test]
    fn the_origin_decides_for_unsafe_methods() {
        for (origin, expected) in [
            ("https://app.example.com", true),
            ("https://app.example.com:443", true),
            ("https://admin.example.com", true),
            ("http://app.example.com", false),
            ("https://evil.com", false),
            ("https://app.example.com.evil.com", false),
            ("null", false),
            ("", false),
        ] {
            let headers = [("Origin", origin), ("Sec-Fetch-Site", "same-origin")];
            assert_eq!(allowed("POST", &headers), expected, "{origin}");
            assert!(allowed("GET", &headers), "{origin}");
        }
    }

    #[test]
    fn the_origin_decides_for_websockets() {
        for (origin, expected) in [("https://app.example.com", true), ("https://evil.com", false)] {
            let headers = [("Origin", origin), ("Upgrade", "h2c, WebSocket")];
            assert_eq!(allowed("GET", &headers), expected, "{origin}");
        }
    }

    #[test]
    fn sec_fetch_site_decides_if_there_is_no_origin() {
        for (site, expected) in
            [("same-origin", true), ("none", true), ("same-site", false), ("cross-site", false)]
        {
            assert_eq!(allowed("DELETE", &[("sec-fetch-site", site)]), expected, "{site}");
        }
        assert!(allowed("POST", &[]));
        assert!(!allowed("get", &[("origin", "https://evil.com")]), "methods have a letter case");
    }
}
