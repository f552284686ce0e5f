//! The application of the guard suite, on a real socket.
use std::{net::SocketAddr, sync::mpsc, thread};

use clerk_rocket::{
    Auth, Authenticated, ClerkFairing, MaybeSignedIn, Rejection, SignedIn, Webhook, require,
};
use clerk_sdk::{
    api::users::GetUser,
    auth::{permission, role},
    client::Client,
};
use guards::{Server, Setup};
use rocket::{
    Build, Config, Data, Rocket, Shutdown, State,
    config::{self, LogLevel},
    data::ToByteUnit as _,
    fairing::AdHoc,
    get,
    http::Status,
    post, routes,
};

struct Stop(Shutdown);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.clone().notify();
    }
}

#[get("/public")]
fn public() -> &'static str {
    "public"
}

#[get("/me")]
fn me(user: SignedIn) -> String {
    user.user_id.to_string()
}

#[get("/feed")]
fn feed(user: MaybeSignedIn) -> String {
    user.as_ref().map_or("anonymous".to_owned(), |user| user.user_id.to_string())
}

#[get("/state")]
fn state(auth: Auth) -> String {
    guards::state(&auth)
}

#[get("/machine")]
fn machine(caller: Authenticated) -> String {
    guards::subject(&caller)
}

#[get("/users")]
fn users() -> &'static str {
    "users"
}

#[post("/users")]
fn create_user() -> &'static str {
    "created"
}

#[post("/refund")]
fn refund(user: SignedIn) -> Result<&'static str, Rejection> {
    user.require(permission("org:invoices:manage"))?;
    Ok("refunded")
}

#[post("/echo", data = "<body>")]
async fn echo(_user: SignedIn, body: Data<'_>) -> Result<String, Status> {
    match body.open(10.mebibytes()).into_bytes().await {
        Ok(body) if body.is_complete() => Ok(body.len().to_string()),
        _ => Err(Status::BadRequest),
    }
}

#[get("/socket")]
fn socket(_user: SignedIn) -> &'static str {
    "socket"
}

#[get("/users/<id>")]
async fn user(id: &str, client: &State<Client>) -> Result<String, Rejection> {
    Ok(client.send(GetUser::new(id)).await?.id.to_string())
}

#[post("/hook", data = "<event>")]
fn hook(event: Webhook) -> String {
    format!("{} of {}", event.kind(), event.id)
}

fn app(setup: Setup) -> Rocket<Build> {
    let config = Config {
        port: 0,
        workers: 2,
        log_level: LogLevel::Off,
        shutdown: config::Shutdown {
            ctrlc: false,
            signals: [].into(),
            grace: 0,
            mercy: 0,
            ..config::Shutdown::default()
        },
        ..Config::debug_default()
    };
    rocket::custom(config)
        .attach(ClerkFairing::new(setup.authenticator).webhook(setup.webhook))
        .manage(setup.client)
        .mount("/", routes![public, me, feed, state, machine, refund, echo, socket, user, hook])
        .mount("/admin", require(role("org:admin"), routes![users, create_user]))
}

/// Starts the application on a free port.
fn start(setup: Setup) -> Server {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let liftoff = AdHoc::on_liftoff("Address", move |rocket| {
            let config = rocket.config();
            let address = SocketAddr::new(config.address, config.port);
            sender.send((address, Stop(rocket.shutdown()))).unwrap();
            Box::pin(async {})
        });
        let stopped = rocket::execute(app(setup).attach(liftoff).launch());
        drop(stopped);
    });
    let (address, stop) = receiver.recv().expect("the application launches");
    Server::new(address, stop)
}

#[test]
fn the_guards_pass_the_suite() {
    guards::check("rocket", start);
}
