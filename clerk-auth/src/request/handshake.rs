//! The redirect that starts a handshake with Clerk's Frontend API.

use ::url::Url;
use clerk_api::conventions::API_VERSION;
use clerk_core::http::{
    HeaderMap, HeaderValue,
    header::{CACHE_CONTROL, LOCATION, SET_COOKIE},
};

use super::{cookies, organization_sync::Selected, url, view::RequestView};

/// The params of the URL that the handshake adds, and that `redirect_url` must not hold.
const DEV_BROWSER_PARAMS: [&str; 2] = [cookies::DEV_BROWSER, "__dev_session"];

/// The number of redirects in a row after which a browser is left alone.
const MAX_REDIRECTS: u32 = 3;

/// A handshake to start.
pub(crate) struct Start<'a> {
    /// The Frontend API or its proxy, without a slash at the end.
    pub(crate) frontend: &'a str,
    pub(crate) url: &'a Url,
    pub(crate) reason: &'a str,
    pub(crate) suffixed_cookies: bool,
    pub(crate) session: Option<&'a str>,
    /// Only in development.
    pub(crate) dev_browser: Option<&'a str>,
    pub(crate) organization: Option<Selected<'a>>,
}

impl Start<'_> {
    /// Returns the URL of the handshake.
    pub(crate) fn location(&self) -> String {
        let mut query = String::new();
        let mut push = |name, value: &str| url::push(&mut query, name, value);
        push("redirect_url", url::without(self.url, &DEV_BROWSER_PARAMS).as_str());
        push("__clerk_api_version", API_VERSION);
        push("suffixed_cookies", if self.suffixed_cookies { "true" } else { "false" });
        push("__clerk_hs_reason", self.reason);
        push("format", "nonce");
        if let Some(session) = self.session {
            push(cookies::SESSION, session);
        }
        if let Some(dev_browser) = self.dev_browser {
            push(cookies::DEV_BROWSER, dev_browser);
        }
        if let Some(organization) = &self.organization {
            push("organization_id", organization.organization_id());
        }
        format!("{}/v1/client/handshake?{query}", self.frontend)
    }
}

/// Returns whether the response to this request may be a redirect: it is a document or a frame.
pub(crate) fn is_eligible(request: &RequestView<'_>) -> bool {
    request.is_get()
        && match request.text("sec-fetch-dest") {
            Some(destination) => ["document", "iframe"].contains(&destination),
            None => request.text("accept").is_some_and(|accept| accept.starts_with("text/html")),
        }
}

/// Returns the headers of a redirect, or `None` if the browser has followed too many in a row.
pub(crate) fn redirect(location: &str, count: u32) -> Option<HeaderMap> {
    if count >= MAX_REDIRECTS {
        return None;
    }
    let next = count.saturating_add(1);
    let cookie = format!("{}={next}; SameSite=Lax; HttpOnly; Max-Age=2", cookies::REDIRECT_COUNT);
    let mut headers = HeaderMap::new();
    headers.insert(LOCATION, secret(location)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(SET_COOKIE, HeaderValue::try_from(cookie).ok()?);
    Some(headers)
}

/// Returns a header value that holds a token, and that is not shown in logs.
pub(crate) fn secret(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eligible(method: &str, headers: &[(&str, &str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| (*name, value.as_bytes()));
        is_eligible(&RequestView::new(method, "/", headers))
    }

    #[test]
    fn only_documents_and_frames_are_redirected() {
        for (method, headers, expected) in [
            ("GET", &[("Sec-Fetch-Dest", "document")][..], true),
            ("GET", &[("Sec-Fetch-Dest", "iframe")], true),
            ("GET", &[("Accept", "text/html, */*")], true),
            ("GET", &[("Accept", "*/*, text/html")], false),
            ("GET", &[("Accept", "text/html"), ("Sec-Fetch-Dest", "empty")], false),
            ("GET", &[], false),
            ("POST", &[("Sec-Fetch-Dest", "document")], false),
            ("HEAD", &[("Sec-Fetch-Dest", "document")], false),
        ] {
            assert_eq!(eligible(method, headers), expected, "{method} {headers:?}");
        }
    }

    #[test]
    fn the_third_redirect_in_a_row_is_the_last() {
        let count = |count| {
            let headers = redirect("https://clerk.example.com/", count)?;
            Some(headers[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned())
        };
        assert_eq!(count(0).as_deref(), Some("__clerk_redirect_count=1"));
        assert_eq!(count(2).as_deref(), Some("__clerk_redirect_count=3"));
        assert_eq!(count(3), None);
        assert_eq!(count(u32::MAX), None);
    }

    #[test]
    fn the_redirect_url_holds_no_dev_browser() {
        let url = Url::parse("http://localhost:3000/?__clerk_db_jwt=dvb_1&a=b&__dev_session=x");
        let start = Start {
            frontend: "https://clerk.example.com",
            url: &url.unwrap(),
            reason: "r",
            suffixed_cookies: true,
            session: None,
            dev_browser: None,
            organization: Some(Selected::Personal),
        };
        let location = start.location();
        assert!(!location.contains("dvb_1") && !location.contains("dev_session"), "{location}");
        assert!(location.contains("redirect_url=http%3A%2F%2Flocalhost%3A3000%2F%3Fa%3Db&"));
        assert!(location.ends_with("&format=nonce&organization_id="), "{location}");
    }
}
