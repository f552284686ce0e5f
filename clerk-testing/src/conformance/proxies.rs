//! Checks of configured proxies.

use std::sync::{Arc, Mutex, PoisonError};

use clerk_core::{
    http::StatusCode,
    transport::{TransportErrorKind, TransportSettings},
};

use super::{
    harness::{
        Harness, Outcome, ensure, equal, equal_body, fails_with, response, secret, unused_origin,
    },
    server::{Server, ok},
    tls::Authority,
};

/// `user:pass word` in Base64.
const CREDENTIALS: &str = "Basic dXNlcjpwYXNzIHdvcmQ=";

/// The request heads that a proxy received.
type Heads = Arc<Mutex<Vec<String>>>;

/// A proxy that responds to requests in absolute form itself, and opens any tunnel.
fn proxy(harness: &Harness, heads: &Heads) -> Outcome<Server> {
    let heads = heads.clone();
    Server::raw(harness, move |mut peer| {
        let heads = heads.clone();
        async move {
            let head = peer.request().await?;
            let target = head
                .strip_prefix("CONNECT ")
                .and_then(|rest| rest.split_whitespace().next())
                .map(str::to_owned);
            heads.lock().unwrap_or_else(PoisonError::into_inner).push(head);
            match target {
                Some(target) => {
                    peer.write("HTTP/1.1 200 Connection established\r\n\r\n").await?;
                    peer.tunnel(&target).await
                }
                None => peer.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy").await,
            }
        }
    })
}

fn through(proxy: &Server, mut settings: TransportSettings) -> TransportSettings {
    settings.proxy = Some(format!("http://user:pass%20word@{}", proxy.authority()));
    settings
}

fn only_head(heads: &Heads) -> Outcome<String> {
    let heads = heads.lock().unwrap_or_else(PoisonError::into_inner);
    equal("requests to the proxy", heads.len(), 1)?;
    Ok(heads.concat())
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(given, _)| given.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

pub(super) async fn absolute_form(harness: &Harness) -> Outcome {
    let heads = Heads::default();
    let proxy = proxy(harness, &heads)?;
    let transport = harness.transport_with(&through(&proxy, TransportSettings::default()))?;
    // The name does not resolve, so only the proxy may look it up.
    let response = response(&*transport, secret("http://name.invalid")?).await?;
    equal_body(response.body(), b"proxy")?;
    let head = only_head(&heads)?;
    let line = "POST http://name.invalid/private-path?key=private-query HTTP/1.1";
    equal("the request line", head.lines().next(), Some(line))?;
    equal("proxy-authorization", header(&head, "proxy-authorization"), Some(CREDENTIALS))?;
    equal("host", header(&head, "host"), Some("name.invalid"))
}

pub(super) async fn tunnel(harness: &Harness) -> Outcome {
    let heads = Heads::default();
    let proxy = proxy(harness, &heads)?;
    let authority = Authority::new()?;
    let server = Server::https(harness, authority.acceptor("127.0.0.1")?, ok)?;
    let transport = harness.transport_with(&through(&proxy, authority.settings()))?;
    let origin = format!("https://{}", server.authority());
    let response = response(&*transport, secret(&origin)?).await?;
    equal("the status", response.status(), StatusCode::OK)?;
    let head = only_head(&heads)?;
    let line = format!("CONNECT {} HTTP/1.1", server.authority());
    equal("the request line", head.lines().next(), Some(line.as_str()))?;
    equal("proxy-authorization", header(&head, "proxy-authorization"), Some(CREDENTIALS))?;
    ensure(header(&head, "authorization").is_none(), || "the proxy sees the key".to_owned())?;
    let seen = server.last_request()?;
    let leaked = seen.headers().contains_key("proxy-authorization");
    ensure(!leaked, || "the server sees the proxy's credentials".to_owned())
}

pub(super) async fn refused(harness: &Harness) -> Outcome {
    let mut settings = TransportSettings::default();
    settings.proxy = Some(unused_origin()?);
    let transport = harness.transport_with(&settings)?;
    let request = secret("http://127.0.0.1:9")?;
    fails_with(&*transport, request, &[TransportErrorKind::Connect]).await
}

pub(super) async fn invalid(harness: &Harness) -> Outcome {
    for url in [
        "",
        "proxy.example",
        "proxy.example:3128",
        "ftp://proxy.example",
        "http://:3128",
        "http://proxy example",
        "http://proxy.example:99999",
        "http://[::1",
    ] {
        let mut settings = TransportSettings::default();
        settings.proxy = Some(url.to_owned());
        ensure(harness.transport_with(&settings).is_err(), || format!("{url:?} is accepted"))?;
    }
    Ok(())
}
