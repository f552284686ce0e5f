//! Guards pages with tower's layers, on a plain hyper server.
//!
//! From the outside in: CORS, then the layer that authenticates, then the requirements of single
//! routes. Clerk is a fake, so nothing leaves this machine.
//!
//! ```text
//! cargo run --example tower
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::{convert::Infallible, error::Error, net::SocketAddr};

use clerk_sdk::{
    Bytes, Clerk,
    auth::{AuthState, Authenticator, role},
    http::{HeaderValue, Method, Request, Response, StatusCode, header},
    testing::FakeClerk,
};
use http_body_util::{BodyExt as _, Empty, Full};
use hyper::{body::Incoming, client, server};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::net::{TcpListener, TcpStream};
use tower::{Service, ServiceBuilder, ServiceExt as _, service_fn};
use tower_http::cors::CorsLayer;

type Page = Response<Full<Bytes>>;

/// A page for every user. The layer has put the state into the extensions.
async fn me(request: Request<Incoming>) -> Result<Page, Infallible> {
    Ok(match request.extensions().get().map(AuthState::session) {
        Some(Ok(session)) => text(StatusCode::OK, format!("Hello, {}!", session.user_id)),
        // A 401 with the reason, a 503 if Clerk cannot be asked, or the redirect of a handshake.
        Some(Err(refusal)) => refusal.to_response().map(Full::new),
        None => text(StatusCode::INTERNAL_SERVER_ERROR, "the layer is missing".to_owned()),
    })
}

/// A page for administrators. It checks nothing: its route does.
async fn users(_: Request<Incoming>) -> Result<Page, Infallible> {
    Ok(text(StatusCode::OK, "All users.".to_owned()))
}

fn text(status: StatusCode, text: String) -> Page {
    let mut response = Response::new(Full::new(text.into()));
    *response.status_mut() = status;
    response
}

/// Builds the application. A requirement belongs to a route, so that no spelling of a path leads
/// around it.
fn app(
    auth: &Authenticator,
) -> impl Service<Request<Incoming>, Response = Page, Error = Infallible, Future: Send>
+ Clone
+ Send
+ 'static {
    let users = auth.require(role("org:admin"));
    let users = ServiceBuilder::new().layer(users).service(service_fn(self::users));
    let routes = service_fn(move |request: Request<Incoming>| {
        let users = users.clone();
        async move {
            match (request.method().as_str(), request.uri().path()) {
                ("GET", "/me") => me(request).await,
                ("GET", "/admin/users") => users.oneshot(request).await,
                _ => Ok(text(StatusCode::NOT_FOUND, "There is no such page.".to_owned())),
            }
        }
    });
    // Without CORS headers on refusals, the pages of the other origin could not read them.
    let cors = CorsLayer::new()
        .allow_origin(HeaderValue::from_static("https://admin.example.com"))
        .allow_methods([Method::GET])
        .allow_headers([header::AUTHORIZATION]);
    ServiceBuilder::new().layer(cors).layer(auth.layer()).service(routes)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let clerk = FakeClerk::new().with_tokens();
    let auth = Clerk::builder("sk_test_x")
        .transport(clerk.clone())
        .build()?
        .authenticator()
        .authorized_parties(["https://app.example.com"])
        .build()?;
    let app = serve(app(&auth)).await?;
    let user = format!("Bearer {}", clerk.sign_in("user_1").token());
    let admin = clerk.sign_in("user_2").organization("org_1").role("org:admin");
    let admin = format!("Bearer {}", admin.token());

    println!("A page for users:");
    send(app, "GET", "/me", &[]).await?;
    send(app, "GET", "/me", &[("authorization", &user)]).await?;
    send(app, "GET", "/me", &[("authorization", "Bearer forged")]).await?;

    println!("\nA page for administrators:");
    send(app, "GET", "/admin/users", &[]).await?;
    send(app, "GET", "/admin/users", &[("authorization", &user)]).await?;
    send(app, "GET", "/admin/users", &[("authorization", &admin)]).await?;
    send(app, "GET", "/admin/%75sers", &[("authorization", &user)]).await?;

    println!("\nPages of another origin, first with a preflight:");
    let origin = ("origin", "https://admin.example.com");
    send(app, "OPTIONS", "/me", &[origin, ("access-control-request-method", "GET")]).await?;
    send(app, "GET", "/me", &[origin]).await?;
    Ok(())
}

/// Serves the application on a port that the system chooses.
async fn serve<S>(app: S) -> Result<SocketAddr, Box<dyn Error>>
where
    S: Service<Request<Incoming>, Response = Page, Error = Infallible, Future: Send>
        + Clone
        + Send
        + 'static,
{
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = TowerToHyperService::new(app.clone());
            tokio::spawn(
                server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service),
            );
        }
    });
    Ok(address)
}

/// Sends a request, and shows what comes back.
async fn send(
    app: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> Result<(), Box<dyn Error>> {
    let mut request =
        Request::builder().method(method).uri(path).header(header::HOST, "app.example.com");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let stream = TokioIo::new(TcpStream::connect(app).await?);
    let (mut sender, connection) = client::conn::http1::handshake(stream).await?;
    tokio::spawn(connection);
    let response = sender.send_request(request.body(Empty::<Bytes>::new())?).await?;
    let (parts, body) = response.into_parts();
    let body = body.collect().await?.to_bytes();
    let shown = match parts.headers.get("x-clerk-auth-reason") {
        Some(reason) => format!(" ({})", reason.to_str()?),
        None if body.is_empty() => String::new(),
        None => format!(" {}", String::from_utf8_lossy(&body)),
    };
    let cors = parts.headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    let cors = if cors && headers.iter().any(|(name, _)| *name == "origin") {
        ", readable there"
    } else {
        ""
    };
    println!("  {method} {path} -> {}{shown}{cors}", parts.status);
    Ok(())
}
