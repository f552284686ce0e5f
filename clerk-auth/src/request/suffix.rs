//! Whether the cookies with the suffix of the instance are in use, or those without.

use std::borrow::Cow;

use super::cookies::Cookies;

/// The claims of a session cookie that select between the two sets of cookies. Nothing has verified
/// them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hints<'a> {
    pub(crate) iss: Option<Cow<'a, str>>,
    /// In seconds.
    pub(crate) iat: Option<i64>,
    /// In seconds.
    pub(crate) exp: Option<i64>,
}

/// Returns whether the suffixed cookies are in use.
///
/// `hints` and `suffixed_hints` are the claims of the two session cookies, or `None` for a cookie that
/// is missing or not a token. The order of the rules matters: the first that applies decides.
pub(crate) fn in_use(
    cookies: &Cookies<'_>,
    frontend_api: &str,
    development: bool,
    now: i64,
    hints: Option<&Hints<'_>>,
    suffixed_hints: Option<&Hints<'_>>,
) -> bool {
    let session = cookies.unsuffixed.session.get();
    let suffixed_session = cookies.suffixed.session.get();
    let uat = cookies.unsuffixed.client_uat.get();
    let suffixed_uat = cookies.suffixed.client_uat.get();

    if session.is_some() {
        let iss = hints.and_then(|hints| hints.iss.as_deref());
        let Some(iss) = iss.filter(|iss| !iss.is_empty()) else { return false };
        if host_of(iss) != frontend_api {
            return true;
        }
    }
    if suffixed_uat.is_none() && suffixed_session.is_none() {
        return false;
    }
    let iat = hints.and_then(|hints| hints.iat).unwrap_or(0);
    let suffixed_iat = suffixed_hints.and_then(|hints| hints.iat).unwrap_or(0);
    let signed_out = |uat: Option<&str>| uat == Some("0");
    match (signed_out(suffixed_uat), signed_out(uat)) {
        (false, false) if iat > suffixed_iat => return false,
        (true, false) => return false,
        (false, true) if development => {
            let exp = suffixed_hints.and_then(|hints| hints.exp);
            if exp.is_some_and(|exp| exp <= now) {
                return false;
            }
        }
        _ => {}
    }
    !(suffixed_session.is_some() && suffixed_uat.is_none())
}

fn host_of(issuer: &str) -> &str {
    let has_scheme = |scheme: &str| {
        issuer.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let scheme = ["https://", "http://"].into_iter().find(|scheme| has_scheme(scheme));
    scheme.and_then(|scheme| issuer.get(scheme.len()..)).unwrap_or(issuer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::view::RequestView;

    /// The tokens of these tests are `<issuer>,<iat>,<exp>`.
    fn read(token: &str) -> Option<Hints<'_>> {
        let mut parts = token.split(',');
        let iss = parts.next().filter(|iss| !iss.is_empty()).map(Cow::Borrowed);
        let iat = Some(parts.next()?.parse().ok()?);
        Some(Hints { iss, iat, exp: parts.next().and_then(|exp| exp.parse().ok()) })
    }

    fn uses(cookies: &str, development: bool) -> bool {
        let view = RequestView::new("GET", "/", [("cookie", cookies.as_bytes())]);
        let cookies = Cookies::read(&view, "abcdefgh");
        let hints = cookies.unsuffixed.session.get().and_then(read);
        let suffixed_hints = cookies.suffixed.session.get().and_then(read);
        let (hints, suffixed_hints) = (hints.as_ref(), suffixed_hints.as_ref());
        in_use(&cookies, "c.app.com", development, 100, hints, suffixed_hints)
    }

    #[test]
    fn the_first_rule_that_applies_decides() {
        for (cookies, expected) in [
            ("", false),
            ("__session=x", false),
            ("__session=,5; __session_abcdefgh=https://c.app.com,9", false),
            ("__session=https://c.other.com,5", true),
            ("__session=HTTP://c.app.com,5", false),
            ("__client_uat_abcdefgh=1", true),
            ("__session_abcdefgh=https://c.app.com,9", false),
            (
                "__session=https://c.app.com,5; __session_abcdefgh=c.app.com,4; __client_uat_abcdefgh=1",
                false,
            ),
            (
                "__session=https://c.app.com,5; __session_abcdefgh=c.app.com,5; __client_uat_abcdefgh=1",
                true,
            ),
            ("__client_uat=1; __client_uat_abcdefgh=0", false),
            ("__client_uat=0; __client_uat_abcdefgh=0", true),
        ] {
            assert_eq!(uses(cookies, false), expected, "{cookies}");
        }
        let expired = "__client_uat=0; __client_uat_abcdefgh=1; __session_abcdefgh=c.app.com,9,100";
        assert!(uses(expired, false));
        assert!(!uses(expired, true));
        assert!(uses(&expired.replace("9,100", "9,101"), true));
    }
}
