//! Serves a page to users who are signed in, with a plain hyper server.
//!
//! A browser without cookies opens the page, goes through handshakes with Clerk's Frontend API, and
//! comes back signed in. Clerk and the browser are fakes, so nothing leaves this machine.
//!
//! ```text
//! cargo run --example authenticate
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::{collections::BTreeMap, convert::Infallible, error::Error, net::SocketAddr};

use clerk_sdk::{
    Bytes, Clerk,
    auth::{AuthState, Authenticator, Caller, PublishableKey, TokenKind},
    http::{HeaderMap, Request, Response, StatusCode, header},
    testing::FakeClerk,
};
use http_body_util::{BodyExt as _, Empty, Full};
use hyper::{client, server, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

/// The application: a page for users and for API keys.
async fn page<B>(auth: Authenticator, request: Request<B>) -> Response<Full<Bytes>> {
    let state = auth.authenticate(&request).await;
    let mut response = match state.signed_in() {
        Ok(identity) => match identity.caller() {
            Caller::Session(session) => text(format!("Hello, {}!", session.user_id)),
            Caller::Machine(token) => {
                text(format!("Hello, {} of {}!", token.kind(), token.subject))
            }
            _ => text("Hello!".to_owned()),
        },
        // A 401 with the reason, or the redirect of a handshake.
        Err(refusal) => return refusal.to_response().map(Full::new),
    };
    pass_on(&state, response.headers_mut());
    response
}

fn text(text: String) -> Response<Full<Bytes>> {
    Response::new(Full::new(text.into()))
}

/// Adds the cookies of a session that was refreshed on the way.
fn pass_on(state: &AuthState, headers: &mut HeaderMap) {
    for (name, value) in &state.headers() {
        headers.append(name, value.clone());
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // A development instance whose Frontend API is the fake on its socket.
    let key = PublishableKey::of("clerk.example.com", true)?;
    let (clerk, at_clerk) = FakeClerk::new().with_browser(key.as_str());
    let frontend = clerk.serve()?;

    let auth = Clerk::builder("sk_test_x")
        .transport(clerk.clone())
        .build()?
        .authenticator()
        .publishable_key(key.as_str())
        .proxy_url(format!("http://{}", frontend.address()))
        .authorized_parties(["https://app.example.com"])
        .accepts([TokenKind::Session, TokenKind::ApiKey])
        // A cookie alone lets no other site change anything.
        .check_origin(["https://admin.example.com"])
        .build()?;
    let app = serve(auth).await?;

    let mut browser = Browser::default();
    println!("A browser without cookies opens the page:");
    browser.open(format!("http://{app}/")).await?;

    println!("\nThe user signs in at Clerk, which leads back:");
    at_clerk.sign_in(clerk.sign_in("user_1"));
    browser.open(format!("http://{app}/?__clerk_db_jwt=dvb_fake")).await?;

    println!("\nThe cookies are enough from now on:");
    browser.open(format!("http://{app}/")).await?;

    println!("\nAnother site makes the browser send a form:");
    browser.send("POST", &format!("http://{app}/"), &[("origin", "https://evil.com")]).await?;

    println!("\nA program calls with an API key, and after that is revoked:");
    let api_key = clerk.api_key("org_1").token();
    let bearer = format!("Bearer {api_key}");
    let mut program = Browser::default();
    program.send("GET", &format!("http://{app}/"), &[("authorization", &bearer)]).await?;
    clerk.revoke_token(&api_key);
    program.send("GET", &format!("http://{app}/"), &[("authorization", &bearer)]).await?;
    Ok(())
}

/// Serves the page on a port that the system chooses.
async fn serve(auth: Authenticator) -> Result<SocketAddr, Box<dyn Error>> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let auth = auth.clone();
            let service = service_fn(move |request| {
                let response = page(auth.clone(), request);
                async { Ok::<_, Infallible>(response.await) }
            });
            tokio::spawn(
                server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service),
            );
        }
    });
    Ok(address)
}

/// A browser that knows only cookies and redirects.
#[derive(Default)]
struct Browser {
    cookies: BTreeMap<String, String>,
}

impl Browser {
    /// Opens a document, and follows redirects.
    async fn open(&mut self, mut url: String) -> Result<(), Box<dyn Error>> {
        while let Some(next) = self.send("GET", &url, &[("sec-fetch-dest", "document")]).await? {
            url = next;
        }
        Ok(())
    }

    /// Sends a request, shows it, and returns the URL that the response redirects to.
    async fn send(
        &mut self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
    ) -> Result<Option<String>, Box<dyn Error>> {
        let (host, path) = url.trim_start_matches("http://").split_once('/').unwrap_or_default();
        let cookies: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/{path}"))
            .header(header::HOST, host)
            .header(header::COOKIE, cookies.join("; "));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let stream = TokioIo::new(TcpStream::connect(host).await?);
        let (mut sender, connection) = client::conn::http1::handshake(stream).await?;
        tokio::spawn(connection);
        let response = sender.send_request(request.body(Empty::<Bytes>::new())?).await?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await?.to_bytes();
        self.store(&parts.headers);

        let path = path.split_once('?').map_or(path, |(path, _)| path);
        println!("  {method} /{path} -> {} {}", parts.status, shown(&parts.headers, &body));
        let location = parts.headers.get(header::LOCATION);
        Ok(match location.filter(|_| parts.status == StatusCode::TEMPORARY_REDIRECT) {
            Some(location) => Some(location.to_str()?.to_owned()),
            None => None,
        })
    }

    fn store(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE).iter().filter_map(|it| it.to_str().ok()) {
            let cookie = line.split(';').next().unwrap_or_default();
            match cookie.split_once('=') {
                Some((name, _)) if line.contains("Max-Age=0") => drop(self.cookies.remove(name)),
                // It lives for two seconds, which this example is not slow enough for.
                Some(("__clerk_redirect_count", _)) | None => {}
                Some((name, value)) => {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
    }
}

/// Returns the reason of a refusal, or the text of the page.
fn shown(headers: &HeaderMap, body: &Bytes) -> String {
    match headers.get("x-clerk-auth-reason").and_then(|reason| reason.to_str().ok()) {
        Some(reason) => format!("({reason})"),
        None => String::from_utf8_lossy(body).into_owned(),
    }
}
