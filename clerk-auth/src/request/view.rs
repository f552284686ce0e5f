//! The parts of an incoming request that decide who is calling.

use std::fmt;

use clerk_core::http::{HeaderMap, HeaderValue, Request, Uri, request};

/// A view of an incoming request: its method, its target, and its headers as bytes.
///
/// Any framework can make one. With the `http` crate, a reference to `Request` or to
/// `request::Parts` converts into it. With other types, use [`new`](Self::new).
///
/// `Debug` shows the method and the names of the headers.
#[derive(Clone)]
pub struct RequestView<'a> {
    method: &'a str,
    target: Target<'a>,
    headers: Headers<'a>,
}

/// The target of a request, split into the parts that it has.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Target<'a> {
    pub(crate) scheme: Option<&'a str>,
    pub(crate) authority: Option<&'a str>,
    /// Begins with a slash, or is empty.
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
    pub(crate) fragment: Option<&'a str>,
}

#[derive(Clone)]
enum Headers<'a> {
    Map(&'a HeaderMap),
    Pairs(Vec<(&'a str, &'a [u8])>),
}

impl<'a> RequestView<'a> {
    /// Creates a view of a request.
    ///
    /// `target` is the path with the query, as in an HTTP/1.1 request line, or a whole URL.
    /// `headers` lists each header line by itself, in the order of the request. The letter case of
    /// names does not matter.
    pub fn new(
        method: &'a str,
        target: &'a str,
        headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Self {
        let headers = Headers::Pairs(headers.into_iter().collect());
        Self { method, target: Target::read(target), headers }
    }

    fn of(method: &'a str, uri: &'a Uri, headers: &'a HeaderMap) -> Self {
        let target = Target {
            scheme: uri.scheme_str(),
            authority: uri.authority().map(|authority| authority.as_str()),
            path: uri.path(),
            query: uri.query(),
            fragment: None,
        };
        Self { method, target, headers: Headers::Map(headers) }
    }

    /// Returns the method, such as `GET`.
    #[must_use]
    pub fn method(&self) -> &'a str {
        self.method
    }

    pub(crate) fn target(&self) -> Target<'a> {
        self.target
    }

    /// Returns the values of a header, in the order of the request.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        let (map, pairs) = match &self.headers {
            Headers::Map(map) => (Some(map.get_all(name)), &[][..]),
            Headers::Pairs(pairs) => (None, pairs.as_slice()),
        };
        let named = pairs.iter().filter(move |(found, _)| found.eq_ignore_ascii_case(name));
        map.into_iter().flatten().map(HeaderValue::as_bytes).chain(named.map(|(_, value)| *value))
    }

    /// Returns the first value of a header.
    pub(crate) fn first(&self, name: &str) -> Option<&'a [u8]> {
        self.values(name).next()
    }

    /// Returns the first value of a header, without surrounding white space. A value that is not
    /// UTF-8 counts as missing.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.first(name).and_then(|value| std::str::from_utf8(value).ok()).map(str::trim)
    }

    /// Returns all header lines, in the order of the request. Names are in lower case.
    pub(crate) fn lines(&self) -> Vec<(String, &'a [u8])> {
        match &self.headers {
            Headers::Map(map) => map
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes()))
                .collect(),
            Headers::Pairs(pairs) => {
                pairs.iter().map(|(name, value)| (name.to_ascii_lowercase(), *value)).collect()
            }
        }
    }

    pub(crate) fn is_get(&self) -> bool {
        self.method == "GET"
    }
}

impl<'a> Target<'a> {
    /// Splits a target. A target without a scheme is a path, even if it begins with two slashes.
    pub(crate) fn read(target: &'a str) -> Self {
        let (rest, fragment) = split(target, '#');
        let (rest, query) = split(rest, '?');
        if rest.is_empty() || rest.starts_with('/') {
            return Self { path: rest, query, fragment, ..Self::default() };
        }
        let Some((scheme, rest)) = rest.split_once("://") else {
            return Self { query, fragment, ..Self::default() };
        };
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at(slash),
            None => (rest, ""),
        };
        Self { scheme: Some(scheme), authority: Some(authority), path, query, fragment }
    }
}

fn split(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

impl<'a> From<&'a request::Parts> for RequestView<'a> {
    fn from(parts: &'a request::Parts) -> Self {
        Self::of(parts.method.as_str(), &parts.uri, &parts.headers)
    }
}

impl<'a, B> From<&'a Request<B>> for RequestView<'a> {
    fn from(request: &'a Request<B>) -> Self {
        Self::of(request.method().as_str(), request.uri(), request.headers())
    }
}

impl<'a> From<&RequestView<'a>> for RequestView<'a> {
    fn from(view: &RequestView<'a>) -> Self {
        view.clone()
    }
}

impl fmt::Debug for RequestView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.lines().into_iter().map(|(name, _)| name).collect();
        f.debug_struct("RequestView")
            .field("method", &self.method)
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}
