//! The rules that hold for every response of a guard.

use crate::{rows::ensure, wire::Response};

pub(crate) fn check(response: &Response, secrets: &[String]) -> Result<(), String> {
    let status = response.status;
    let header = |name| response.header(name);
    if [307, 401, 403, 503].contains(&status) {
        let cache = header("cache-control");
        ensure(cache == Some("no-store"), || format!("`Cache-Control` is {cache:?}"))?;
    }
    if status == 401 {
        let all = response.all("www-authenticate");
        ensure(all == ["Bearer"], || format!("`WWW-Authenticate` is {all:?}"))?;
    }
    if status == 503 {
        let seconds = header("retry-after").and_then(|it| it.parse::<u64>().ok());
        ensure(seconds.is_some(), || "no `Retry-After`".to_owned())?;
    }
    if [401, 403].contains(&status) && !response.to_head {
        let json = header("content-type") == Some("application/json");
        ensure(json && response.reason().is_some(), || "the body has no reason".to_owned())?;
        // The response for a pending session has its reason in the body alone.
        let (named, reason) = (header("x-clerk-auth-reason"), response.reason());
        let pending = named.is_none() && reason.as_deref() == Some("session-pending");
        ensure(pending || named == reason.as_deref(), || format!("the header has {named:?}"))?;
    }
    let mut cookies = response.all("set-cookie");
    let count = cookies.len();
    cookies.sort_unstable();
    cookies.dedup();
    ensure(cookies.len() == count, || "sets a cookie twice".to_owned())?;
    if status < 300 {
        for name in ["x-clerk-auth-status", "x-clerk-auth-reason", "x-clerk-auth-message"] {
            ensure(header(name).is_none(), || format!("has `{name}`"))?;
        }
    }
    // The browser brings its token along to a handshake.
    let shown = if status == 307 { response.text() } else { response.to_string() };
    ensure(!secrets.iter().any(|secret| shown.contains(&**secret)), || "shows a token".to_owned())
}
