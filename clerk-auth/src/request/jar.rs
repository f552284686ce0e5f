//! The cookies that Clerk sets on the application's domain: those of a request, and new ones.

use std::borrow::Cow;

use clerk_core::http::{HeaderMap, HeaderValue, header::SET_COOKIE};
use memchr::memchr;
use percent_encoding::percent_decode;

use super::view::RequestView;

pub(crate) const SESSION: &str = "__session";
pub(crate) const CLIENT_UAT: &str = "__client_uat";
pub(crate) const DEV_BROWSER: &str = "__clerk_db_jwt";
pub(crate) const REFRESH: &str = "__refresh";
pub(crate) const HANDSHAKE: &str = "__clerk_handshake";
pub(crate) const HANDSHAKE_NONCE: &str = "__clerk_handshake_nonce";
pub(crate) const REDIRECT_COUNT: &str = "__clerk_redirect_count";

/// Clerk's cookies of one request. An empty value counts as missing.
#[derive(Default)]
pub(crate) struct Cookies<'a> {
    pub(crate) unsuffixed: Set<'a>,
    pub(crate) suffixed: Set<'a>,
    /// Only with the suffix.
    pub(crate) refresh: Value<'a>,
    pub(crate) handshake: Value<'a>,
    pub(crate) handshake_nonce: Value<'a>,
    pub(crate) redirect_count: Value<'a>,
}

/// The cookies that exist with and without the suffix of the instance.
#[derive(Default)]
pub(crate) struct Set<'a> {
    pub(crate) session: Value<'a>,
    pub(crate) client_uat: Value<'a>,
    pub(crate) dev_browser: Value<'a>,
}

/// The value of the first cookie of a name.
#[derive(Default)]
pub(crate) struct Value<'a> {
    first: Option<Cow<'a, str>>,
    is_ambiguous: bool,
}

impl<'a> Value<'a> {
    pub(crate) fn get(&self) -> Option<&str> {
        self.first.as_deref().filter(|value| !value.is_empty())
    }

    /// Returns whether another cookie of the name has another value. A page on a sibling domain can
    /// set one, and the browser decides which comes first.
    pub(crate) fn is_ambiguous(&self) -> bool {
        self.is_ambiguous
    }

    fn add(&mut self, value: &'a [u8]) {
        let value = decode(value);
        match &self.first {
            Some(first) => self.is_ambiguous |= *first != value,
            None => self.first = Some(value),
        }
    }
}

impl<'a> Cookies<'a> {
    /// Reads the cookies of a request whose instance has this suffix.
    ///
    /// Names are compared byte by byte, and the first cookie of a name counts. Each value is
    /// percent-decoded by itself, so a cookie that cannot be read does not affect its neighbors.
    pub(crate) fn read(request: &RequestView<'a>, suffix: &str) -> Self {
        let mut cookies = Self::default();
        for line in request.values("cookie") {
            let mut rest = Some(line);
            while let Some(line) = rest {
                let end = memchr(b';', line);
                let (cookie, after) = line.split_at(end.unwrap_or(line.len()));
                rest = end.and_then(|_| after.get(1..));
                let Some(equals) = memchr(b'=', cookie) else { continue };
                let (name, value) = cookie.split_at(equals);
                let Ok(name) = std::str::from_utf8(name.trim_ascii()) else { continue };
                let value = value.get(1..).unwrap_or_default().trim_ascii();
                if let Some(cookie) = cookies.named(name, suffix) {
                    cookie.add(value);
                }
            }
        }
        cookies
    }

    fn named(&mut self, name: &str, suffix: &str) -> Option<&mut Value<'a>> {
        if !name.starts_with("__") {
            return None;
        }
        let suffixed = name.strip_suffix(suffix).and_then(|name| name.strip_suffix('_'));
        match (name, suffixed) {
            (SESSION, _) => Some(&mut self.unsuffixed.session),
            (CLIENT_UAT, _) => Some(&mut self.unsuffixed.client_uat),
            (DEV_BROWSER, _) => Some(&mut self.unsuffixed.dev_browser),
            (HANDSHAKE, _) => Some(&mut self.handshake),
            (HANDSHAKE_NONCE, _) => Some(&mut self.handshake_nonce),
            (REDIRECT_COUNT, _) => Some(&mut self.redirect_count),
            (_, Some(SESSION)) => Some(&mut self.suffixed.session),
            (_, Some(CLIENT_UAT)) => Some(&mut self.suffixed.client_uat),
            (_, Some(DEV_BROWSER)) => Some(&mut self.suffixed.dev_browser),
            (_, Some(REFRESH)) => Some(&mut self.refresh),
            _ => None,
        }
    }
}

/// Decodes the value of a cookie. A value that is not UTF-8 keeps its readable part, so that it is
/// refused later instead of being overlooked.
fn decode(value: &[u8]) -> Cow<'_, str> {
    if memchr(b'%', value).is_none() {
        // The lossy reader goes byte by byte, and a token is long.
        return match std::str::from_utf8(value) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(value),
        };
    }
    let bytes: Vec<u8> = percent_decode(value).collect();
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// The cookies that a handshake or a refresh sets: `Set-Cookie` lines.
pub(crate) struct SetCookies(pub(crate) Vec<String>);

impl SetCookies {
    /// Returns the headers that set the cookies, or `None` if a line cannot be a header.
    pub(crate) fn headers(&self) -> Option<HeaderMap> {
        let mut headers = HeaderMap::new();
        for line in &self.0 {
            let has_control = line.contains(char::is_control);
            headers.append(SET_COOKIE, secret(line).filter(|_| !has_control)?);
        }
        Some(headers)
    }

    /// Returns the session token. The last one counts, as in a browser.
    pub(crate) fn session<'s>(&'s self, suffix: Option<&str>) -> Option<&'s str> {
        let is_session = |name: &str| match name.strip_prefix(SESSION) {
            Some("") => true,
            Some(rest) => suffix.is_some() && rest.strip_prefix('_') == suffix,
            None => false,
        };
        let read = |line: &'s String| -> (&'s str, &'s str) {
            let cookie = line.split_once(';').map_or(&**line, |(cookie, _)| cookie);
            let (name, value) = cookie.split_once('=').unwrap_or((cookie, ""));
            (name.trim(), value.trim())
        };
        let (_, token) = self.0.iter().rev().map(read).find(|(name, _)| is_session(name))?;
        (!token.is_empty()).then_some(token)
    }
}

/// Returns a header value that holds a token, and that is not shown in logs.
pub(crate) fn secret(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(lines: &[&str]) -> (Option<String>, Option<String>) {
        let headers = lines.iter().map(|line| ("Cookie", line.as_bytes()));
        let cookies = Cookies::read(&RequestView::new("GET", "/", headers), "abcdefgh");
        let get = |value: &Value<'_>| value.get().map(str::to_owned);
        (get(&cookies.unsuffixed.session), get(&cookies.suffixed.session))
    }

    #[test]
    fn the_first_cookie_of_a_name_counts_over_all_lines() {
        let found = read(&["a=b; __session=1;__session=2", "__session_abcdefgh=3; __session=4"]);
        assert_eq!(found, (Some("1".to_owned()), Some("3".to_owned())));
        assert_eq!(read(&["__session=; __session=2"]).0, None);
    }

    #[test]
    fn another_value_of_a_name_is_noticed() {
        for (line, expected) in [
            ("__session=1; __session=2", true),
            ("__session=; __session=2", true),
            ("__session=1; __session=%31; __session_abcdefgh=2", false),
        ] {
            let headers = [("Cookie", line.as_bytes())];
            let cookies = Cookies::read(&RequestView::new("GET", "/", headers), "abcdefgh");
            assert_eq!(cookies.unsuffixed.session.is_ambiguous(), expected, "{line}");
        }
    }

    #[test]
    fn only_exact_names_count() {
        for name in
            ["__Session", "__session_abcdefgX", "__sessionabcdefgh", "_session", "x__session"]
        {
            assert_eq!(read(&[&format!("{name}=1")]), (None, None), "{name}");
        }
    }

    #[test]
    fn each_value_is_decoded_by_itself() {
        assert_eq!(read(&["x=1%3B%20__session=2"]).0, None);
        assert_eq!(read(&["x=%zz; __session=a%2Eb"]).0.unwrap(), "a.b");
        assert_eq!(read(&["__session=%ff%"]).0.unwrap(), "\u{fffd}%");
    }

    proptest! {
        #[test]
        fn a_cookie_is_found_between_any_others(
            before in "[^;\r\n]{0,20}", value in "[A-Za-z0-9._-]{1,20}", after in "[^\r\n]{0,20}",
        ) {
            prop_assume!(!before.contains("__session"));
            let found = read(&[&format!("{before}; __session={value}; {after}")]);
            prop_assert_eq!(found.0.unwrap(), value);
        }
    }
}
