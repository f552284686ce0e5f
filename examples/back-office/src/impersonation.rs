//! Signing in as a user, and signing out.

use axum::{
    Form,
    extract::{Path, State},
    http::{StatusCode, header::SET_COOKIE},
    response::{AppendHeaders, IntoResponse, Redirect},
};
use clerk_axum::SignedIn;
use clerk_sdk::{
    api::{
        actor_tokens::{Actor, CreateActorToken, RevokeActorToken},
        sessions::RevokeSession,
    },
    auth::{Refusal, Session},
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{App, page::Viewer, problem::Problem};

/// How long the link to sign in may be used, in seconds.
const LINK_SECONDS: u64 = 60;

/// How long an impersonation lasts at most, in seconds.
const SESSION_SECONDS: u64 = 30 * 60;

#[derive(Debug, Deserialize)]
pub(crate) struct Reason {
    reason: String,
}

/// Creates an actor token, and sends the browser to Clerk, which signs it in as the user.
pub(crate) async fn start(
    State(app): State<App>,
    session: SignedIn,
    Path(id): Path<String>,
    Form(Reason { reason }): Form<Reason>,
) -> Result<Redirect, Problem> {
    if session.user_id.as_str() == id {
        return Err(Problem::invalid("You are this user already."));
    }
    let actor = Actor::new(&session.user_id).with("reason", &*reason);
    let token = CreateActorToken::new(&*id, actor)
        .expires_in_seconds(LINK_SECONDS)
        .session_max_duration_in_seconds(SESSION_SECONDS);
    let token = app.0.setup.clerk.send(token).await?;
    app.0.copy.begin(&token, session.user_id.as_str(), &reason)?;
    let link = token.url.ok_or_else(|| Problem::invalid("Clerk returned no link to sign in."))?;
    Ok(Redirect::to(link.expose()))
}

/// Ends an impersonation. The next page asks Clerk who is signed in then.
pub(crate) async fn stop(
    State(app): State<App>,
    session: SignedIn,
) -> Result<impl IntoResponse, Problem> {
    if session.is_impersonated() {
        leave(&app, &session).await
    } else {
        Err(Refusal::forbidden().into())
    }
}

pub(crate) async fn sign_out(
    State(app): State<App>,
    session: SignedIn,
) -> Result<impl IntoResponse, Problem> {
    leave(&app, &session).await
}

/// Revokes the session and every token that could open it again, and removes the session's token from
/// the browser, where it would be valid for up to a minute.
async fn leave(app: &App, session: &Session) -> Result<impl IntoResponse + use<>, Problem> {
    let clerk = &app.0.setup.clerk;
    let actor = session.actor.as_ref().and_then(|actor| actor.user_id.as_ref());
    let tokens = match actor {
        Some(actor) => app.0.copy.tokens(actor.as_str(), session.user_id.as_str())?,
        None => Vec::new(),
    };
    for token in &tokens {
        match clerk.send(RevokeActorToken::new(&**token)).await {
            // A token that was used cannot be revoked. It opens no other session.
            Err(error) if !error.has_code("actor_token_cannot_be_revoked_code") => {
                return Err(error.into());
            }
            _ => {}
        }
    }
    clerk.send(RevokeSession::new(&session.session_id)).await?;
    for token in &tokens {
        app.0.copy.end(token)?;
    }
    let suffix = app.0.setup.publishable_key.cookie_suffix();
    let cookies = ["__session".to_owned(), format!("__session_{suffix}")];
    let cookies = cookies.map(|name| (SET_COOKIE, format!("{name}=; Path=/; Max-Age=0")));
    Ok((AppendHeaders(cookies), Redirect::to("/")))
}

/// Says whether the browser is still signed in. The layer refreshes the session if its token has
/// expired.
pub(crate) async fn session(_: SignedIn) -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Shows who signed in as whom, and the last webhooks.
pub(crate) async fn audit(State(app): State<App>, viewer: Viewer) -> Result<Markup, Problem> {
    let copy = &app.0.copy;
    let (impersonations, deliveries) = (copy.impersonations()?, copy.deliveries()?);
    Ok(viewer.page("Audit", html! {
        h1 { "Audit" }
        section.card {
            h2 { "Impersonations" }
            table {
                thead { tr { th { "Who" } th { "As" } th { "Reason" } th { "Began" } th { "Ended" } } }
                tbody {
                    @for entry in &impersonations {
                        tr {
                            td { (copy.name(&entry.actor)) }
                            td { a href={ "/users/" (entry.user) } { (copy.name(&entry.user)) } }
                            td { (entry.reason) }
                            td { time { (entry.started) } }
                            td { (entry.ended.as_deref().unwrap_or("–")) }
                        }
                    }
                }
            }
            @if impersonations.is_empty() { p.empty { "Nobody has signed in as someone else." } }
        }
        section.card {
            h2 { "Last webhooks" }
            ul.people {
                @for (kind, time) in &deliveries { li { code { (kind) } time.muted { (time) } } }
            }
            @if deliveries.is_empty() { p.empty { "None has arrived yet." } }
        }
    }))
}
