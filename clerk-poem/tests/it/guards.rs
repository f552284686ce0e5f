//! The application of the guard suite.

use std::net::TcpListener;

use clerk_poem::{
    Auth, Authenticated, ClerkMiddleware, MaybeSignedIn, Rejection, SignedIn, Webhook, require,
};
use clerk_sdk::{
    api::users::GetUser,
    auth::{permission, role},
    client::Client,
};
use guards::Setup;
use poem::{
    EndpointExt, Route, Server, get, handler,
    listener::TcpAcceptor,
    post,
    web::{Data, Path},
};
use tokio::runtime::Runtime;

#[handler]
fn public() -> &'static str {
    "public"
}

#[handler]
fn me(user: SignedIn) -> String {
    user.user_id.to_string()
}

#[handler]
fn feed(user: MaybeSignedIn) -> String {
    user.as_ref().map_or("anonymous".to_owned(), |user| user.user_id.to_string())
}

#[handler]
fn state(auth: Auth) -> String {
    guards::state(&auth)
}

#[handler]
fn machine(caller: Authenticated) -> String {
    guards::subject(&caller)
}

#[handler]
fn users() -> &'static str {
    "users"
}

#[handler]
fn create() -> &'static str {
    "created"
}

#[handler]
fn refund(user: SignedIn) -> Result<&'static str, Rejection> {
    user.require(permission("org:invoices:manage"))?;
    Ok("refunded")
}

#[handler]
fn echo(_user: SignedIn, body: Vec<u8>) -> String {
    body.len().to_string()
}

#[handler]
fn socket(_user: SignedIn) -> &'static str {
    "socket"
}

#[handler]
async fn profile(client: Data<&Client>, Path(id): Path<String>) -> Result<String, Rejection> {
    Ok(client.send(GetUser::new(id)).await?.id.to_string())
}

#[handler]
fn hook(event: Webhook) -> String {
    format!("{} of {}", event.kind(), event.id)
}

/// Serves until the runtime is dropped.
fn start(setup: Setup) -> guards::Server {
    let admin = Route::new().at("/users", get(users).post(create)).with(require(role("org:admin")));
    let app = Route::new()
        .at("/public", get(public))
        .at("/me", get(me))
        .at("/feed", get(feed))
        .at("/state", get(state))
        .at("/machine", get(machine))
        .at("/refund", post(refund))
        .at("/echo", post(echo))
        .at("/socket", get(socket))
        .at("/users/:id", get(profile))
        .at("/hook", post(hook))
        .nest("/admin", admin)
        .data(setup.client)
        .with(ClerkMiddleware::new(setup.authenticator).webhook(setup.webhook));
    let runtime = Runtime::new().unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let _context = runtime.enter();
    let acceptor = TcpAcceptor::from_std(listener).unwrap();
    runtime.spawn(Server::new_with_acceptor(acceptor).run(app));
    guards::Server::new(address, runtime)
}

#[test]
fn guards_keep_the_rules_of_the_suite() {
    guards::check("poem", start);
}
