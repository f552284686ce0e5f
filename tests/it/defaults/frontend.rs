//! Browsers at the pages and the Frontend API of the fake.

use std::{collections::BTreeMap, time::Duration};

use clerk_sdk::{
    Bytes, Timestamp,
    api::{
        actor_tokens::{Actor, CreateActorToken, RevokeActorToken},
        sessions::{ListSessions, RevokeSession},
        sign_in_tokens::CreateSignInToken,
        users::{BanUser, SetUserProfileImage},
    },
    auth::{AuthState, Authenticator, PublishableKey, Session},
    http::{
        HeaderMap, Request, Response, StatusCode,
        header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE},
    },
    testing::FakeServer,
};

use super::*;

const APP: &str = "https://app.example.com";

struct Site {
    instance: Instance,
    auth: Authenticator,
    frontend: String,
    _server: FakeServer,
}

/// A browser without scripts. Requests to the fake are in process.
#[derive(Default)]
struct Browser {
    cookies: BTreeMap<String, String>,
}

fn start() -> Site {
    let instance = Instance::new();
    let key = PublishableKey::of("clerk.example.com", true).unwrap();
    let server = instance.fake.serve_frontend(key.as_str(), APP).unwrap();
    let frontend = format!("http://{}", server.address());
    let clock = instance.fake.clock();
    let now = move || {
        let moved = i64::try_from(clock.elapsed().as_millis()).unwrap();
        Timestamp::from_unix_millis(Timestamp::now().as_unix_millis() + moved)
    };
    let auth = instance.clerk.authenticator().publishable_key(key.as_str()).proxy_url(&*frontend);
    let auth = auth.authorized_parties([APP]).allow_missing_authorized_party().clock(now);
    let auth = auth.build().unwrap();
    Site { instance, auth, frontend, _server: server }
}

impl Browser {
    /// Opens a page of the fake, and follows redirects to the application.
    fn visit(&mut self, site: &Site, url: &str) -> Response<Bytes> {
        let response = self.request(site, url);
        if let Some(location) = response.headers().get(LOCATION) {
            assert!(location.to_str().unwrap().starts_with(APP), "{location:?}");
            self.open(site, location.to_str().unwrap());
        }
        response
    }

    /// Opens a page of the application, and returns who is signed in.
    fn open(&mut self, site: &Site, url: &str) -> Option<Session> {
        let mut url = url.to_owned();
        for _ in 0..8 {
            let request = Request::get(&url).header(COOKIE, self.line());
            let request = request.header("sec-fetch-dest", "document").body(()).unwrap();
            let state = block_on(site.auth.authenticate(&request));
            let refusal = state.signed_in().err();
            self.store(&refusal.as_ref().map_or_else(|| state.headers(), |it| it.headers()));
            let Some(location) = refusal.as_ref().and_then(|refusal| refusal.location()) else {
                return match &state {
                    AuthState::SignedIn(identity) => identity.session().cloned(),
                    _ => None,
                };
            };
            url = location.to_owned();
            if url.starts_with(&site.frontend) {
                let response = self.request(site, &url);
                url = response.headers()[LOCATION].to_str().unwrap().to_owned();
            }
        }
        panic!("too many redirects, the last to {url}");
    }

    fn request(&mut self, site: &Site, url: &str) -> Response<Bytes> {
        let path = url.strip_prefix(&site.frontend).unwrap();
        let request = Request::get(path).header(COOKIE, self.line()).body(Bytes::new()).unwrap();
        let response = site.instance.fake.respond(request);
        self.store(response.headers());
        response
    }

    fn line(&self) -> String {
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        cookies.collect::<Vec<_>>().join("; ")
    }

    fn store(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            match name {
                "__clerk_redirect_count" => {}
                _ if line.contains("Max-Age=0") => drop(self.cookies.remove(name)),
                _ => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            }
        }
    }
}

impl Site {
    fn page(&self, path: &str) -> String {
        format!("{}{path}", self.frontend)
    }
}

#[test]
fn browsers_sign_in_side_by_side() {
    let site = start();
    let ada = site.instance.user("ada");
    let bob = site.instance.user("bob");
    let engines = site.instance.send(CreateOrganization::new("R&D").created_by(ada.id.clone()));
    let (mut first, mut second) = (Browser::default(), Browser::default());
    assert!(first.open(&site, APP).is_none());

    let page = first.visit(&site, &site.page("/sign-in?redirect_url=https://app.example.com/a?b"));
    let html = String::from_utf8(page.body().to_vec()).unwrap();
    assert!(html.contains("ada@example.com, org:admin of R&amp;D"), "{html}");
    assert!(html.contains("bob@example.com, no organization"), "{html}");
    assert!(html.contains("value=\"https://app.example.com/a?b\""), "{html}");

    let choice = format!("/sign-in?user_id={}&organization_id={}", ada.id, engines.id);
    first.visit(&site, &site.page(&choice));
    second.visit(&site, &site.page(&format!("/sign-in?user_id={}", bob.id)));
    let session = first.open(&site, APP).unwrap();
    assert_eq!(session.user_id, ada.id);
    assert!(session.has(clerk_sdk::auth::role("org:admin")));
    assert!(session.has(clerk_sdk::auth::permission("org:sys_memberships:manage")));
    assert_eq!(second.open(&site, APP).unwrap().user_id, bob.id);
    let sessions = site.instance.send(ListSessions::new().user_id(ada.id));
    assert_eq!(sessions[0].id, session.session_id);
}

#[test]
fn a_session_is_refreshed_until_it_is_revoked() {
    let site = start();
    let ada = site.instance.user("ada");
    let mut browser = Browser::default();
    browser.visit(&site, &site.page(&format!("/sign-in?user_id={}", ada.id)));
    let session = browser.open(&site, APP).unwrap();
    assert_eq!(session.authorized_party, None, "a document is opened without an `Origin`");
    for _ in 0..2 {
        site.instance.fake.clock().advance(Duration::from_secs(70));
        let refreshed = browser.open(&site, APP).unwrap();
        assert_eq!(refreshed.session_id, session.session_id);
        assert_eq!(refreshed.authorized_party.as_deref(), Some(APP));
    }
    let refreshes = site.instance.fake.requests().into_iter().map(|it| it.to_string());
    assert_eq!(refreshes.filter(|it| it.contains("/refresh?")).count(), 2);

    site.instance.send(RevokeSession::new(session.session_id));
    site.instance.fake.clock().advance(Duration::from_secs(70));
    assert!(browser.open(&site, APP).is_none());
}

#[test]
fn an_actor_token_opens_one_session_in_front_of_the_own() {
    let site = start();
    let ada = site.instance.user("ada");
    let bob = site.instance.user("bob");
    let mut browser = Browser::default();
    browser.visit(&site, &site.page(&format!("/sign-in?user_id={}", ada.id)));
    let token = CreateActorToken::new(&bob.id, Actor::new(&ada.id));
    let token = site.instance.send(token.session_max_duration_in_seconds(600));
    let link = token.url.as_ref().unwrap().expose();
    browser.visit(&site, link);
    let session = browser.open(&site, APP).unwrap();
    assert_eq!(session.user_id, bob.id);
    assert_eq!(session.actor.as_ref().unwrap().user_id, Some(ada.id.clone()));

    let again = browser.visit(&site, link);
    assert_eq!(again.status(), StatusCode::BAD_REQUEST);
    assert!(again.headers()[CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
    let refusal = site.instance.refusal(RevokeActorToken::new(token.id));
    assert!(refusal.contains("actor_token_cannot_be_revoked_code"), "{refusal}");

    // The cookies of the browser are as old as the token, so the next handshake decides.
    site.instance.fake.clock().advance(Duration::from_secs(700));
    assert_eq!(browser.open(&site, APP).unwrap().user_id, ada.id);
}

#[test]
fn links_are_refused_if_they_are_revoked_expired_or_of_a_banned_user() {
    let site = start();
    let ada = site.instance.user("ada");
    let actor_token = || {
        let token = CreateActorToken::new(&ada.id, Actor::new("user_support"));
        site.instance.send(token.expires_in_seconds(60))
    };
    let mut browser = Browser::default();
    let status = |browser: &mut Browser, url: &str| browser.visit(&site, url).status();

    let sign_in_token = site.instance.send(CreateSignInToken::new(&ada.id));
    let link = sign_in_token.url.unwrap();
    assert_eq!(status(&mut browser, link.expose()), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(status(&mut browser, link.expose()), StatusCode::BAD_REQUEST);

    let revoked = actor_token();
    site.instance.send(RevokeActorToken::new(&revoked.id));
    assert_eq!(status(&mut browser, revoked.url.unwrap().expose()), StatusCode::BAD_REQUEST);
    let late = actor_token().url.unwrap();
    site.instance.fake.clock().advance(Duration::from_secs(60));
    assert_eq!(status(&mut browser, late.expose()), StatusCode::BAD_REQUEST);
    let unknown = site.page("/v1/tickets/accept?ticket=fake-sit_1");
    assert_eq!(status(&mut browser, &unknown), StatusCode::NOT_FOUND);

    let banned = actor_token().url.unwrap();
    site.instance.send(BanUser::new(&ada.id));
    assert_eq!(status(&mut browser, banned.expose()), StatusCode::FORBIDDEN);
}

#[test]
fn a_profile_image_is_served() {
    let site = start();
    let ada = site.instance.user("ada");
    let image = clerk_sdk::Part::file("a.png", &b"png"[..]).content_type("image/png");
    let ada = site.instance.send(SetUserProfileImage::new(ada.id, image));
    let response = Browser::default().visit(&site, &ada.image_url.unwrap());
    assert_eq!(response.headers()[CONTENT_TYPE], "image/png");
    assert_eq!(response.body(), "png");
}

#[test]
fn a_fake_without_data_has_no_pages() {
    let error = FakeClerk::new().serve_frontend("pk_test_Y2xlcmsuZXhhbXBsZS5jb20k", APP);
    assert_eq!(error.unwrap_err().kind(), std::io::ErrorKind::Unsupported);
}
