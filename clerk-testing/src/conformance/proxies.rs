//! Proxies that a setting names.

use std::sync::{Arc, Mutex, PoisonError};

use clerk_core::{TransportErrorKind, TransportSettings, http::StatusCode};

use super::{
    bench::{Bench, Outcome, answer, ensure, equal, equal_body, failure, secret, unused_origin},
    server::{Server, ok},
    tls::Authority,
};

/// `user:pass word` in Base64.
const CREDENTIALS: &str = "Basic dXNlcjpwYXNzIHdvcmQ=";

/// The heads of the requests that a proxy got.
type Heads = Arc<Mutex<Vec<String>>>;

/// Answers requests in absolute form itself, and makes tunnels to wherever it is asked.
fn proxy(bench: &Bench, heads: &Heads) -> Outcome<Server> {
    let heads = heads.clone();
    Server::raw(bench, move |mut peer| {
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
    settings.proxy = Some(format!("http://user:pass%20word@127.0.0.1:{}", proxy.port()));
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

pub(super) async fn absolute_form(bench: &Bench) -> Outcome {
    let heads = Heads::default();
    let proxy = proxy(bench, &heads)?;
    let transport = bench.transport_with(&through(&proxy, TransportSettings::default()))?;
    // The name does not resolve: only the proxy may have to know it.
    let answer = answer(&*transport, secret("http://name.invalid")?).await?;
    equal_body(answer.body(), b"proxy")?;
    let head = only_head(&heads)?;
    let line = "POST http://name.invalid/private-path?key=private-query HTTP/1.1";
    equal("the request line", head.lines().next(), Some(line))?;
    equal("proxy-authorization", header(&head, "proxy-authorization"), Some(CREDENTIALS))?;
    equal("host", header(&head, "host"), Some("name.invalid"))
}

pub(super) async fn tunnel(bench: &Bench) -> Outcome {
    let heads = Heads::default();
    let proxy = proxy(bench, &heads)?;
    let authority = Authority::new()?;
    let server = Server::https(bench, authority.acceptor("127.0.0.1")?, ok)?;
    let transport = bench.transport_with(&through(&proxy, authority.settings()))?;
    let origin = format!("https://{}", server.authority());
    let answer = answer(&*transport, secret(&origin)?).await?;
    equal("the status", answer.status(), StatusCode::OK)?;
    let head = only_head(&heads)?;
    let line = format!("CONNECT {} HTTP/1.1", server.authority());
    equal("the request line", head.lines().next(), Some(line.as_str()))?;
    equal("proxy-authorization", header(&head, "proxy-authorization"), Some(CREDENTIALS))?;
    ensure(header(&head, "authorization").is_none(), || "the proxy sees the key".to_owned())?;
    let seen = server.last_request()?;
    let leaked = seen.headers().contains_key("proxy-authorization");
    ensure(!leaked, || "the server sees the proxy's password".to_owned())
}

pub(super) async fn refused(bench: &Bench) -> Outcome {
    let mut settings = TransportSettings::default();
    settings.proxy = Some(unused_origin()?);
    let transport = bench.transport_with(&settings)?;
    let request = secret("http://127.0.0.1:9")?;
    failure(&*transport, request, |kind| kind == TransportErrorKind::Connect).await
}
