//! A back office for users and organizations: axum, pages that the server renders, sessions in cookies.
//!
//! `README.md` says how to start it. [`Setup`] connects it with Clerk or with a fake, and [`App::router`]
//! lists its routes with who may use them.

mod copy;
mod home;
mod impersonation;
mod organizations;
mod page;
mod problem;
mod setup;
mod users;

use std::{io, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef, Request, State},
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use clerk_axum::{Rejection, SignedIn};
use clerk_sdk::{
    auth::{Authenticator, Refusal, Session, role},
    webhooks::Webhook,
};
use tokio::net::TcpListener;

pub use crate::setup::{Samples, Setup};
use crate::{copy::Copy, problem::Problem};

/// The longest upload, which is that of Clerk: 10 MB and the rest of the form.
const UPLOAD_LIMIT: usize = 11_000_000;

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
     connect-src 'self'; img-src 'self' http: https:; base-uri 'none'; frame-ancestors 'none'";

/// The application. Clones share everything.
#[derive(Clone, Debug)]
pub struct App(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    setup: Setup,
    copy: Copy,
}

impl App {
    /// Creates the application with its database in a file, or in memory for `:memory:`.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn new(setup: Setup, database: &str) -> rusqlite::Result<Self> {
        Ok(Self(Arc::new(Inner { setup, copy: Copy::open(database)? })))
    }

    /// Copies all users. Webhooks keep the copy up to date from then on.
    ///
    /// # Errors
    /// If Clerk cannot be reached.
    pub async fn copy_users(&self) -> Result<(), clerk_sdk::Error> {
        self.0.copy.fill(&self.0.setup.clerk).await
    }

    /// Serves the application until the future is dropped.
    ///
    /// # Errors
    /// If the listener fails.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        axum::serve(listener, self.router()).await
    }

    /// Returns the routes, with who may use them.
    pub fn router(self) -> Router {
        let auth = &self.0.setup.auth;
        // Staff who administer. `org:admin` alone would let in the admins of every customer.
        let admins = Router::new()
            .route("/audit", get(impersonation::audit))
            .route("/users/{id}/ban", post(users::ban))
            .route("/users/{id}/unban", post(users::unban))
            .route("/users/{id}/metadata", post(users::metadata))
            .route("/users/{id}/image", post(users::image))
            .route("/users/{id}/impersonate", post(impersonation::start))
            .route("/organizations/{id}/metadata", post(organizations::metadata))
            .route("/organizations/{id}/invitations", post(organizations::invite))
            .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
            .route_layer(auth.require(role("org:admin")));
        let staff = Router::new()
            .route("/users", get(users::list))
            .route("/users/{id}", get(users::show))
            .route("/organizations", get(organizations::list))
            .route("/organizations/{id}", get(organizations::show))
            .merge(admins)
            .route_layer(middleware::from_fn_with_state(self.clone(), staff));
        let pages = Router::new()
            .route("/", get(home::show))
            .route("/session", get(impersonation::session))
            .route("/stop-impersonating", post(impersonation::stop))
            .route("/sign-out", post(impersonation::sign_out))
            .merge(staff)
            .fallback(|| async { Problem::not_found() })
            .layer(middleware::from_fn_with_state(self.clone(), problem::as_pages))
            .layer(auth.layer())
            .layer(middleware::from_fn(harden));
        let pages = match &self.0.setup.samples {
            // The fake sends its webhooks when it is told to.
            Some(samples) => pages
                .layer(middleware::from_fn_with_state(samples.clone(), setup::deliver_webhooks)),
            None => pages,
        };
        pages
            .route("/webhooks", post(copy::receive))
            .route("/style.css", get(|| asset("text/css", include_str!("style.css"))))
            .route("/session.js", get(|| asset("text/javascript", include_str!("session.js"))))
            .with_state(self)
    }

    /// Returns whether someone works here. Who acts as another user never does.
    fn is_staff(&self, session: &Session) -> bool {
        let organization = session.organization.as_ref().map(|organization| &organization.id);
        organization == Some(&self.0.setup.staff) && !session.is_impersonated()
    }
}

impl FromRef<App> for Authenticator {
    fn from_ref(app: &App) -> Self {
        app.0.setup.auth.clone()
    }
}

impl FromRef<App> for Arc<Webhook> {
    fn from_ref(app: &App) -> Self {
        app.0.setup.webhook.clone()
    }
}

/// Refuses everyone who does not work here.
async fn staff(
    State(app): State<App>,
    user: SignedIn,
    request: Request,
    next: Next,
) -> Result<Response, Rejection> {
    if app.is_staff(&user) { Ok(next.run(request).await) } else { Err(Refusal::forbidden().into()) }
}

/// Adds the headers that tell a browser what these pages need.
async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        // Forms still send their `Origin`.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn asset(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind)], text)
}
