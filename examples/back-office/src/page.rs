//! The frame of every page, and the parts that pages share.

use std::{convert::Infallible, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use clerk_axum::Auth;
use clerk_sdk::{
    Json, Timestamp,
    auth::{Session, role},
};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

use crate::App;

/// The number of rows of a list's page.
pub(crate) const ROWS: u32 = 10;

/// The person who looks at a page.
pub(crate) struct Viewer {
    session: Option<Arc<Session>>,
    name: String,
    /// The person who acts as the user.
    actor: Option<String>,
    staff: bool,
}

impl Viewer {
    /// Names come from the copy, so that a page costs no call to Clerk.
    fn of(app: &App, session: Option<Arc<Session>>) -> Self {
        let name = session.as_ref().map(|session| app.0.copy.name(session.user_id.as_str()));
        let actor = session.as_ref().and_then(|session| session.actor.as_ref()).map(|actor| {
            let id = actor.user_id.as_ref();
            id.map_or_else(|| "Someone".to_owned(), |id| app.0.copy.name(id.as_str()))
        });
        let staff = session.as_ref().is_some_and(|session| app.is_staff(session));
        Self { session, name: name.unwrap_or_default(), actor, staff }
    }

    pub(crate) fn is_impersonating(&self) -> bool {
        self.actor.is_some()
    }

    pub(crate) fn is_staff(&self) -> bool {
        self.staff
    }

    /// Returns whether the viewer may change things.
    pub(crate) fn is_admin(&self) -> bool {
        self.staff && self.session.as_ref().is_some_and(|it| it.has(role("org:admin")))
    }

    /// Returns a whole page.
    pub(crate) fn page(&self, title: &str, body: Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width";
                    title { (title) " · Back office" }
                    link rel="stylesheet" href="/style.css";
                    script src="/session.js" defer {}
                    link rel="icon" href="data:,";
                }
                body {
                    @if let Some(actor) = &self.actor {
                        aside.banner role="status" {
                            span { b { (actor) } " is signed in as " b { (self.name) } "." }
                            form method="post" action="/stop-impersonating" {
                                button { "Stop impersonating" }
                            }
                        }
                    }
                    header {
                        a.brand href="/" { span.mark {} "Back office" }
                        @if self.staff {
                            nav {
                                a href="/users" { "Users" }
                                a href="/organizations" { "Organizations" }
                                @if self.is_admin() { a href="/audit" { "Audit" } }
                            }
                        }
                        @if self.session.is_some() {
                            span.who { (avatar(&self.name, None)) (self.name) }
                            form method="post" action="/sign-out" { button.quiet { "Sign out" } }
                        }
                    }
                    main { (body) }
                }
            }
        }
    }
}

/// It refuses nothing: the pages of people who are signed in check that themselves.
impl FromRequestParts<App> for Viewer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let Auth(state) = Auth::from_request_parts(parts, app).await?;
        Ok(Self::of(app, state.session().ok().cloned()))
    }
}

/// The query of a list, and of the page that a form leads to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Query {
    pub(crate) search: String,
    /// The number of the page, from 0.
    pub(crate) page: u64,
    done: String,
}

impl Query {
    pub(crate) fn text(&self) -> Option<String> {
        Some(self.search.trim().to_owned()).filter(|text| !text.is_empty())
    }

    pub(crate) fn offset(&self) -> u64 {
        self.page.saturating_mul(u64::from(ROWS))
    }

    /// Returns the search field.
    pub(crate) fn search(&self, label: &str) -> Markup {
        html! {
            form.search role="search" {
                input type="search" name="search" value=(self.search) placeholder=(label)
                    aria-label=(label);
                button { "Search" }
            }
        }
    }

    /// Returns the links to the pages before and after this one.
    pub(crate) fn pages(&self, total: u64) -> Markup {
        let last = total.saturating_sub(1) / u64::from(ROWS);
        let link = |page: u64| {
            let search = url::form_urlencoded::byte_serialize(self.search.as_bytes());
            format!("?search={}&page={page}", search.collect::<String>())
        };
        html! {
            nav.pages {
                @if let Some(before) = self.page.checked_sub(1) {
                    a rel="prev" href=(link(before)) { "← Previous" }
                }
                span { "Page " (self.page.saturating_add(1)) " of " (last + 1) ", " (total) " in all" }
                @if self.page < last { a rel="next" href=(link(self.page + 1)) { "Next →" } }
            }
        }
    }

    /// Returns the confirmation of the form that led here.
    pub(crate) fn notice(&self) -> Markup {
        let text = match &*self.done {
            "banned" => "The user is banned and signed out.",
            "unbanned" => "The user may sign in again.",
            "metadata" => "The metadata is saved.",
            "image" => "The profile image is saved.",
            "invited" => "The invitations are sent.",
            _ => return html! {},
        };
        html! { p.notice role="status" { (text) } }
    }
}

/// Returns an uploaded image, or a circle with initials.
pub(crate) fn avatar(name: &str, image: Option<&str>) -> Markup {
    let initials = name.split_whitespace().filter_map(|word| word.chars().next());
    let initials: String = initials.take(2).collect();
    let hue = name.bytes().map(usize::from).sum::<usize>() % 6;
    html! {
        @match image {
            Some(url) => img.avatar src=(url) alt="";,
            None => span class={ "avatar hue" (hue) } aria-hidden="true" { (initials) },
        }
    }
}

pub(crate) fn date(time: Option<Timestamp>) -> Markup {
    let text = time.map(|time| time.to_string());
    let day = text.as_deref().and_then(|text| text.get(..10)).unwrap_or("never");
    html! { time { (day) } }
}

/// Returns the form for public metadata.
pub(crate) fn metadata(json: Option<&Json>, action: &str, editable: bool) -> Markup {
    let value = json.map(Json::to_value).unwrap_or_default();
    let text = serde_json::to_string_pretty(&value).unwrap_or_default();
    html! {
        section.card {
            h2 { "Public metadata" }
            @if editable {
                form method="post" action=(action) {
                    textarea name="metadata" rows="6" spellcheck="false" aria-label="Public metadata" {
                        (text)
                    }
                    button { "Save metadata" }
                }
            } @else {
                pre { (text) }
            }
        }
    }
}

/// The form for public metadata.
#[derive(Debug, Deserialize)]
pub(crate) struct Metadata {
    metadata: String,
}

impl Metadata {
    /// Returns the metadata, or what is wrong with it.
    pub(crate) fn read(&self) -> Result<Json, String> {
        let object: serde_json::Map<_, _> = serde_json::from_str(&self.metadata)
            .map_err(|error| format!("The metadata is not a JSON object: {error}."))?;
        Ok(serde_json::Value::Object(object).into())
    }
}
