//! The application of the guard suite.

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
};

use axum::{
    Router,
    body::Bytes,
    extract::{FromRef, Path, State},
    routing::{get, post},
};
use clerk_axum::{Auth, Authenticated, MaybeSignedIn, Rejection, SignedIn, Webhook};
use clerk_sdk::{
    api::users::GetUser,
    auth::{Authenticator, permission, role},
    client::Client,
    webhooks,
};
use guards::{Server, Setup};
use tokio::runtime::Runtime;

#[derive(Clone)]
struct App(Setup);

impl FromRef<App> for Authenticator {
    fn from_ref(app: &App) -> Self {
        app.0.authenticator.clone()
    }
}

impl FromRef<App> for Arc<webhooks::Webhook> {
    fn from_ref(app: &App) -> Self {
        app.0.webhook.clone()
    }
}

impl FromRef<App> for Client {
    fn from_ref(app: &App) -> Self {
        app.0.client.clone()
    }
}

async fn me(user: SignedIn) -> String {
    user.user_id.to_string()
}

async fn feed(user: MaybeSignedIn) -> String {
    user.as_ref().map_or("anonymous".to_owned(), |user| user.user_id.to_string())
}

async fn state(auth: Auth) -> String {
    guards::state(&auth)
}

async fn machine(caller: Authenticated) -> String {
    guards::subject(&caller)
}

async fn refund(user: SignedIn) -> Result<&'static str, Rejection> {
    user.require(permission("org:invoices:manage"))?;
    Ok("refunded")
}

async fn echo(_user: SignedIn, body: Bytes) -> String {
    body.len().to_string()
}

async fn socket(_user: SignedIn) -> &'static str {
    "socket"
}

async fn user(State(client): State<Client>, Path(id): Path<String>) -> Result<String, Rejection> {
    Ok(client.send(GetUser::new(id)).await?.id.to_string())
}

async fn hook(event: Webhook) -> String {
    format!("{} of {}", event.kind(), event.id)
}

fn start(setup: Setup) -> Server {
    let auth = setup.authenticator.clone();
    let admin = Router::new().route("/users", get(async || "users").post(async || "created"));
    let app = Router::new()
        .route("/public", get(async || "public"))
        .route("/me", get(me))
        .route("/feed", get(feed))
        .route("/state", get(state))
        .route("/machine", get(machine))
        .route("/refund", post(refund))
        .route("/echo", post(echo))
        .route("/socket", get(socket))
        .route("/users/{id}", get(user))
        .route("/hook", post(hook))
        .nest("/admin", admin.route_layer(auth.require(role("org:admin"))))
        .layer(auth.layer())
        .with_state(App(setup));
    let (address, runtime) = serve(app);
    Server::new(address, runtime)
}

/// Serves until the runtime is dropped.
fn serve(app: Router) -> (SocketAddr, Runtime) {
    let runtime = Runtime::new().unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(async move {
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        axum::serve(listener, app).await.unwrap();
    });
    (address, runtime)
}

#[test]
fn guards_keep_the_rules_of_the_suite() {
    guards::check("axum", start);
}
