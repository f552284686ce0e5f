//! Which cookies are in use: those with the suffix of the instance, or those without.

use std::borrow::Cow;

use super::{
    incoming::Incoming,
    jar::{Cookies, Set},
};
use crate::{
    error::VerifyError,
    verify::{Decoded, Unverified},
};

/// The cookies that are in use.
pub(super) struct InUse<'f> {
    pub(super) suffixed: bool,
    pub(super) session: Option<&'f str>,
    /// In seconds. 0 if it is missing.
    pub(super) client_uat: i64,
    /// The session token, decoded.
    pub(super) unverified: Option<&'f Result<Unverified<'f>, VerifyError>>,
}

/// The unsuffixed and the suffixed session cookie, decoded. The second is left out if both hold the
/// same token, as they usually do.
pub(super) struct Sessions<'f>([Option<Result<Decoded<'f>, VerifyError>>; 2]);

/// The claims of [`Sessions`].
pub(super) type Claims<'f> = [Option<Result<Unverified<'f>, VerifyError>>; 2];

impl Sessions<'_> {
    pub(super) fn read(&self) -> Claims<'_> {
        self.0.each_ref().map(|session| {
            Some(match session.as_ref()? {
                Ok(decoded) => decoded.read(),
                Err(error) => Err(error.clone()),
            })
        })
    }
}

impl<'a> Incoming<'a> {
    pub(super) fn sessions(&self) -> Sessions<'_> {
        let session = self.cookies.unsuffixed.session.get();
        let suffixed = self.cookies.suffixed.session.get().filter(|_| !self.is_same_session());
        Sessions([session, suffixed].map(|session| session.map(Decoded::new)))
    }

    fn is_same_session(&self) -> bool {
        self.cookies.unsuffixed.session.get() == self.cookies.suffixed.session.get()
    }

    pub(super) fn in_use<'f>(&'f self, [unsuffixed, suffixed]: &'f Claims<'f>) -> InUse<'f> {
        let suffixed = if self.is_same_session() { unsuffixed } else { suffixed };
        let is_suffixed = self.settings.instance.as_ref().is_some_and(|instance| {
            let now = self.verifier.now().as_unix_millis().div_euclid(1000);
            let hints = [unsuffixed, suffixed]
                .map(|session| session.as_ref()?.as_ref().ok().map(Hints::from));
            in_use(&self.cookies, &instance.frontend_api, instance.development, now, hints)
        });
        let set = self.set(is_suffixed);
        let client_uat = set.client_uat.get().and_then(|uat| uat.parse().ok()).unwrap_or(0);
        let unverified = if is_suffixed { suffixed } else { unsuffixed }.as_ref();
        InUse { suffixed: is_suffixed, session: set.session.get(), client_uat, unverified }
    }

    pub(super) fn set(&self, suffixed: bool) -> &Set<'a> {
        if suffixed { &self.cookies.suffixed } else { &self.cookies.unsuffixed }
    }
}

/// The claims of a session cookie that select between the two sets of cookies. Nothing has verified
/// them.
#[derive(Clone, Debug, Default)]
struct Hints<'a> {
    iss: Option<Cow<'a, str>>,
    /// In seconds.
    iat: Option<i64>,
    /// In seconds.
    exp: Option<i64>,
}

impl<'a> From<&Unverified<'a>> for Hints<'a> {
    fn from(token: &Unverified<'a>) -> Self {
        Self { iss: token.issuer(), iat: token.issued_at(), exp: token.expires_at() }
    }
}

/// Returns whether the suffixed cookies are in use.
///
/// `hints` are the claims of the unsuffixed and the suffixed session cookie, or `None` for a cookie that
/// is missing or not a token. The order of the rules matters: the first that applies decides.
fn in_use(
    cookies: &Cookies<'_>,
    frontend_api: &str,
    development: bool,
    now: i64,
    hints: [Option<Hints<'_>>; 2],
) -> bool {
    let [hints, suffixed_hints] = hints.map(Option::unwrap_or_default);
    let session = cookies.unsuffixed.session.get();
    let suffixed_session = cookies.suffixed.session.get();
    let uat = cookies.unsuffixed.client_uat.get();
    let suffixed_uat = cookies.suffixed.client_uat.get();

    if session.is_some() {
        let Some(iss) = hints.iss.filter(|iss| !iss.is_empty()) else { return false };
        if host_of(&iss) != frontend_api {
            return true;
        }
    }
    if suffixed_uat.is_none() && suffixed_session.is_none() {
        return false;
    }
    let (iat, suffixed_iat) = (hints.iat.unwrap_or(0), suffixed_hints.iat.unwrap_or(0));
    let signed_out = |uat: Option<&str>| uat == Some("0");
    match (signed_out(suffixed_uat), signed_out(uat)) {
        (false, false) if iat > suffixed_iat => return false,
        (true, false) => return false,
        (false, true) if development && suffixed_hints.exp.is_some_and(|exp| exp <= now) => {
            return false;
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
        let hints = [&cookies.unsuffixed, &cookies.suffixed].map(|set| read(set.session.get()?));
        in_use(&cookies, "c.app.com", development, 100, hints)
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
