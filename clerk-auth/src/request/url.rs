//! The URL of an incoming request, as the browser sees it, and its query.

use std::borrow::Cow;

use percent_encoding::percent_decode;
use url::{Url, form_urlencoded};

use super::view::{RequestView, Target};

/// Returns the URL under which the browser sent the request.
///
/// With `forwarded`, the first values of `X-Forwarded-Host` and `X-Forwarded-Proto` go first. Then
/// come `Host` and the target itself. `scheme` is the scheme of a target without one. If a header
/// holds no host, the URL in the target is used, or else that of `Host`. `None` if there is no valid
/// host at all.
pub(crate) fn request_url(
    request: &RequestView<'_>,
    forwarded: bool,
    scheme: &'static str,
) -> Option<Url> {
    let target = request.target();
    let first = |name| {
        let value = request.text(name).filter(|_| forwarded)?;
        let value = value.split_once(',').map_or(value, |(first, _)| first).trim();
        (!value.is_empty()).then_some(value)
    };
    let host = first("x-forwarded-host").or_else(|| request.text("host")).or(target.authority);
    let target_scheme = target.scheme.unwrap_or(scheme);
    let forwarded_scheme = first("x-forwarded-proto").unwrap_or(target_scheme);
    let mut url = host
        .and_then(|host| origin(forwarded_scheme, host))
        .or_else(|| origin_of(target_scheme, target))
        .or_else(|| origin(target_scheme, request.text("host")?))?;
    url.set_path(target.path);
    url.set_query(target.query);
    url.set_fragment(target.fragment);
    Some(url)
}

fn origin_of(scheme: &str, target: Target<'_>) -> Option<Url> {
    origin(scheme, target.authority?)
}

/// Reads an origin. Anything else in `host`, such as a path or a user, makes it invalid.
fn origin(scheme: &str, host: &str) -> Option<Url> {
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        || host.is_empty()
        || host.contains(['/', '\\', '?', '#', '@'])
        || host.contains(char::is_whitespace)
    {
        return None;
    }
    Url::parse(&format!("{scheme}://{host}/")).ok()
}

/// Reads an absolute `http` or `https` URL with a host.
pub(crate) fn web_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    (["http", "https"].contains(&url.scheme()) && url.has_host()).then_some(url)
}

/// Returns the value of the first param of the query with this name. An empty value counts as
/// missing.
pub(crate) fn param<'a>(query: Option<&'a str>, name: &str) -> Option<Cow<'a, str>> {
    let mut params = form_urlencoded::parse(query?.as_bytes());
    let (_, value) = params.find(|(found, _)| found == name)?;
    (!value.is_empty()).then_some(value)
}

/// Returns the URL without the params of these names. The other params keep their order and their
/// bytes, in form encoding.
pub(crate) fn without(url: &Url, names: &[&str]) -> Url {
    let mut kept = url.clone();
    let Some(query) = url.query() else { return kept };
    let mut text = String::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name);
        if !names.iter().any(|removed| removed.as_bytes() == &*name) {
            push_encoded(&mut text, &name, &decode(value));
        }
    }
    kept.set_query(Some(text.as_str()).filter(|text| !text.is_empty()));
    kept
}

/// Appends a param to a query, in form encoding.
pub(crate) fn push(query: &mut String, name: &str, value: &str) {
    push_encoded(query, name.as_bytes(), value.as_bytes());
}

/// Appends a param to the URL.
pub(crate) fn append(url: &mut Url, name: &str, value: &str) {
    let mut query = url.query().unwrap_or_default().to_owned();
    push(&mut query, name, value);
    url.set_query(Some(&query));
}

fn push_encoded(query: &mut String, name: &[u8], value: &[u8]) {
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(form_urlencoded::byte_serialize(name));
    query.push('=');
    query.extend(form_urlencoded::byte_serialize(value));
}

fn decode(text: &str) -> Cow<'_, [u8]> {
    if !text.contains(['+', '%']) {
        return Cow::Borrowed(text.as_bytes());
    }
    let spaced = text.replace('+', " ");
    Cow::Owned(percent_decode(spaced.as_bytes()).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn url(target: &str, headers: &[(&str, &str)], forwarded: bool) -> Option<String> {
        let headers = headers.iter().map(|(name, value)| (*name, value.as_bytes()));
        let view = RequestView::new("GET", target, headers);
        request_url(&view, forwarded, "https").map(String::from)
    }

    #[test]
    fn a_forwarded_host_counts_only_if_the_proxy_is_trusted() {
        let headers = [("X-Forwarded-Host", "evil.com"), ("X-Forwarded-Proto", "http")];
        let target = "https://app.example.com/p";
        assert_eq!(url(target, &headers, false).unwrap(), target);
        assert_eq!(url(target, &headers, true).unwrap(), "http://evil.com/p");
    }

    #[test]
    fn a_path_with_two_slashes_changes_no_host() {
        let host = [("host", "app.example.com")];
        let found = url("//evil.com/x?y", &host, false).unwrap();
        assert_eq!(found, "https://app.example.com//evil.com/x?y");
    }

    #[test]
    fn a_host_with_more_than_a_host_is_not_used() {
        for host in ["a/b", "a?b", "a#b", "u@a", "a\\b", "a b", "", "a:b"] {
            assert_eq!(url("/p", &[("host", host)], false), None, "{host}");
            let found = url("https://app.example.com/p", &[("host", host)], false).unwrap();
            assert_eq!(found, "https://app.example.com/p", "{host}");
        }
        assert_eq!(url("/p", &[("host", "[::1]:80")], false).unwrap(), "https://[::1]:80/p");
        let forwarded = [("x-forwarded-host", "a/b"), ("host", "app.example.com")];
        assert_eq!(url("/p", &forwarded, true).unwrap(), "https://app.example.com/p");
    }

    #[test]
    fn params_are_removed_by_their_decoded_name() {
        let url = Url::parse("https://a.com/p?x=%ff&%5f_drop=1&y&z=a+b%20c&_=").unwrap();
        assert_eq!(without(&url, &["__drop"]).as_str(), "https://a.com/p?x=%FF&y=&z=a+b+c&_=");
        let url = Url::parse("https://a.com/p?drop=1").unwrap();
        assert_eq!(without(&url, &["drop"]).as_str(), "https://a.com/p");
        assert_eq!(param(Some("a=%31&a=2"), "a").as_deref(), Some("1"));
        assert_eq!(param(Some("a="), "a"), None);
    }

    proptest! {
        #[test]
        fn an_appended_param_reads_back(name in "\\PC{1,8}", value in "\\PC{1,20}") {
            let mut query = String::new();
            push(&mut query, &name, &value);
            let parsed = url::form_urlencoded::parse(query.as_bytes()).into_owned();
            prop_assert_eq!(parsed.collect::<Vec<_>>(), [(name.clone(), value.clone())]);
            prop_assert_eq!(param(Some(&query), &name).unwrap(), value);
        }

        #[test]
        fn no_request_changes_the_scheme_or_adds_a_user(
            target in "\\PC{0,30}", host in "\\PC{0,20}", proto in "\\PC{0,8}",
        ) {
            let headers = [("x-forwarded-host", &*host), ("x-forwarded-proto", &*proto)];
            if let Some(found) = url(&target, &headers, true) {
                let found = Url::parse(&found).unwrap();
                prop_assert!(["http", "https"].contains(&found.scheme()));
                prop_assert!(found.username().is_empty() && found.password().is_none());
            }
        }
    }
}
