//! The conformance suite for guards, with an application on actix-web.

use std::{net::SocketAddr, sync::mpsc, thread};

use actix_web::{
    App, HttpServer,
    dev::ServerHandle,
    rt::System,
    web::{self, Bytes},
};
use clerk_actix_web::{
    Auth, Authenticated, ClerkMiddleware, MaybeSignedIn, Rejection, SignedIn, Webhook, require,
};
use clerk_sdk::{
    api::users::GetUser,
    auth::{permission, role},
    client::Client,
};
use guards::{Server, Setup};

#[test]
fn actix_web_passes_the_guard_suite() {
    guards::check("actix-web", start);
}

async fn me(user: SignedIn) -> String {
    user.user_id.to_string()
}

async fn feed(user: MaybeSignedIn) -> String {
    user.as_ref().map_or("anonymous".to_owned(), |user| user.user_id.to_string())
}

async fn state(state: Auth) -> String {
    guards::state(&state)
}

async fn machine(caller: Authenticated) -> String {
    guards::subject(&caller)
}

async fn refund(user: SignedIn) -> Result<&'static str, Rejection> {
    user.require(permission("org:invoices:manage"))?;
    Ok("refunded")
}

async fn echo(_: SignedIn, body: Bytes) -> String {
    body.len().to_string()
}

async fn user(id: web::Path<String>, clerk: web::Data<Client>) -> Result<String, Rejection> {
    Ok(clerk.send(GetUser::new(id.into_inner())).await?.id.to_string())
}

async fn hook(event: Webhook) -> String {
    format!("{} of {}", event.kind(), event.id)
}

/// Stops the server when dropped.
struct Stop(ServerHandle);

impl Drop for Stop {
    fn drop(&mut self) {
        // The message is sent at once. Nobody waits for the server to end.
        drop(self.0.stop(false));
    }
}

fn start(setup: Setup) -> Server {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || System::new().block_on(serve(setup, &sender)));
    let (address, handle) = receiver.recv().expect("the server starts");
    Server::new(address, Stop(handle))
}

async fn serve(setup: Setup, started: &mpsc::Sender<(SocketAddr, ServerHandle)>) {
    let clerk = web::Data::new(setup.client);
    let middleware = ClerkMiddleware::new(setup.authenticator).webhook(setup.webhook);
    let server = HttpServer::new(move || {
        let admin = web::scope("/admin")
            .service(web::resource("/users").get(async || "users").post(async || "created"))
            .wrap(require(role("org:admin")));
        App::new()
            .app_data(clerk.clone())
            .service(web::resource("/public").get(async || "public"))
            .service(web::resource("/me").get(me))
            .service(web::resource("/feed").get(feed))
            .service(web::resource("/state").get(state))
            .service(web::resource("/machine").get(machine))
            .service(admin)
            .service(web::resource("/refund").post(refund))
            .service(web::resource("/echo").post(echo))
            .service(web::resource("/socket").get(async |_: SignedIn| "socket"))
            .service(web::resource("/users/{id}").get(user))
            .service(web::resource("/hook").post(hook))
            .wrap(middleware.clone())
    });
    let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).expect("a free port");
    let address = *server.addrs().first().expect("an address");
    let server = server.run();
    started.send((address, server.handle())).expect("the test waits");
    server.await.expect("the server runs");
}
