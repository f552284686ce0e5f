//! The Frontend API of a fake with data: the sign-in page, the links of tokens, and the handshake.

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use clerk_api::{
    ActorTokenId, OrganizationId, SessionId, SignInTokenId, UserId,
    actor_tokens::{ActorToken, ActorTokenStatus},
    sessions::{CreateSession, RefreshSession, Session, SessionStatus},
    sign_in_tokens::{SignInToken, SignInTokenStatus},
};
use clerk_core::{
    Bytes, Endpoint, Json, Timestamp,
    http::{
        HeaderValue, Request, Response,
        header::{CONTENT_TYPE, COOKIE, SET_COOKIE},
    },
    incoming::{IncomingEndpoint, RequestDecoder},
};
use serde_json::json;

use super::{failures::not_found, sessions::WEEK, store::Store};
use crate::{
    failure::{ApiFailure, Outcome},
    fake::FakeClerk,
    server::FakeServer,
    tokens::{
        SignIn,
        frontend::{
            GetHandshakePayload, Handshake, Handshakes, Instance, Signed, redirect, with_param,
        },
    },
};

mod page;

/// Shows who can sign in, or signs a user in.
#[derive(Debug, Endpoint)]
#[endpoint(method = GET, path = "/sign-in", response = (), public, incoming)]
struct SignInPage {
    redirect_url: Option<String>,
    user_id: Option<UserId>,
    organization_id: Option<OrganizationId>,
}

/// Signs a user in with an actor token or a sign-in token.
#[derive(Debug, Endpoint)]
#[endpoint(method = GET, path = "/tickets/accept", response = (), public, incoming)]
struct AcceptTicket {
    ticket: String,
    redirect_url: Option<String>,
}

/// Gets an uploaded image.
#[derive(Debug, Endpoint)]
#[endpoint(method = GET, path = "/images/{image_id}", response = (), public, incoming)]
struct GetImage {
    image_id: String,
}

struct Frontend {
    instance: Instance,
    store: Arc<Mutex<Store>>,
    home_url: String,
    browsers: BTreeMap<String, Browser>,
    handshakes: Handshakes,
}

/// A browser, which the cookie `__client` names.
#[derive(Default)]
struct Browser {
    /// The sessions, the newest last. The last one that is active counts.
    sessions: Vec<SessionId>,
    /// When someone last signed in, in seconds.
    signed_in_at: i64,
}

impl FakeClerk {
    /// Serves the fake on a loopback socket, as [`serve`](Self::serve) does, together with the pages
    /// and the Frontend API of an instance: any number of browsers sign in, are redirected through
    /// handshakes, and have their sessions refreshed. It also adds what
    /// [`with_tokens`](Self::with_tokens) does.
    ///
    /// | path | effect |
    /// | --- | --- |
    /// | `/sign-in` | lets the browser choose one of the users, and leads back to `redirect_url` |
    /// | `/v1/tickets/accept` | accepts the `ticket` of an actor token or a sign-in token, as the `url` of both does, and leads to `home_url` |
    /// | `/v1/client/handshake` | tells the application who is signed in |
    /// | `/v1/images/…` | an uploaded profile image |
    ///
    /// An application reaches it if its authenticator has the publishable key `publishable_key`, and
    /// `http://` and the [address](FakeServer::address) of the server as its proxy URL. Tokens have
    /// the times of this machine's clock, moved like the fake's [`clock`](Self::clock). The authenticator
    /// needs the same.
    ///
    /// As on Clerk, a token that comes from a handshake has no `azp`, and one from a refresh has. An
    /// authenticator with authorized parties therefore needs `allow_missing_authorized_party`.
    ///
    /// A browser may have several sessions. The newest one that is active counts, so a user who ends
    /// an impersonation is back in the session before it.
    ///
    /// # Errors
    /// Fails if the system provides no socket or no thread, or if the fake has no
    /// [default handlers](Self::with_defaults).
    pub fn serve_frontend(&self, publishable_key: &str, home_url: &str) -> io::Result<FakeServer> {
        let store = self.store().ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::Unsupported,
                "only a fake with default handlers has users",
            )
        })?;
        let server = self.serve()?;
        lock(&store).frontend_url = format!("http://{}", server.address());
        let frontend = Arc::new(Mutex::new(Frontend {
            instance: Instance::new(publishable_key),
            store,
            home_url: home_url.to_owned(),
            browsers: BTreeMap::new(),
            handshakes: Handshakes::default(),
        }));
        let [pages, tickets, images, handshakes, payloads, refreshes] =
            [(); 6].map(|()| Arc::clone(&frontend));
        let _shared = self
            .clone()
            .with_tokens()
            .on_raw::<SignInPage>(move |request| page::shown(lock(&pages).sign_in(request)))
            .on_raw::<AcceptTicket>(move |request| page::shown(lock(&tickets).accept(request)))
            .on_raw::<GetImage>(move |request| lock(&images).image(request))
            .on_raw::<Handshake>(move |request| lock(&handshakes).handshake(request))
            .on_raw::<GetHandshakePayload>(move |request| {
                let nonce = GetHandshakePayload::decode_request(request)?.nonce;
                lock(&payloads).handshakes.fetch(&nonce)
            })
            .on_raw::<RefreshSession>(move |request| {
                lock(&refreshes).refresh(&RefreshSession::decode_request(request)?)
            });
        Ok(server)
    }
}

impl Frontend {
    fn sign_in(&mut self, decoder: &mut RequestDecoder<'_>) -> Outcome<Response<Bytes>> {
        let request = SignInPage::decode_request(decoder)?;
        let to = request.redirect_url.as_deref().unwrap_or(&self.home_url).to_owned();
        let Some(user_id) = request.user_id else {
            return page::sign_in(&self.store(), &to);
        };
        let session = CreateSession {
            active_organization_id: request.organization_id,
            ..CreateSession::new(user_id)
        };
        let session = self.store().open_session(session, None, WEEK)?;
        self.enter(decoder.request(), session, &to)
    }

    fn accept(&mut self, decoder: &mut RequestDecoder<'_>) -> Outcome<Response<Bytes>> {
        let request = AcceptTicket::decode_request(decoder)?;
        let to = request.redirect_url.as_deref().unwrap_or(&self.home_url).to_owned();
        let session = self.store().accept_ticket(&request.ticket)?;
        self.enter(decoder.request(), session, &to)
    }

    /// Adds a session to the browser, and redirects to the application.
    fn enter(
        &mut self,
        request: &Request<Bytes>,
        session: Session,
        to: &str,
    ) -> Outcome<Response<Bytes>> {
        let name = match client(request) {
            Some(name) if self.browsers.contains_key(name) => name.to_owned(),
            _ => session.client_id.to_string(),
        };
        let now = self.now();
        let browser = self.browsers.entry(name.clone()).or_default();
        browser.sessions.push(session.id);
        browser.signed_in_at = now;
        let mut response = match self.instance.param() {
            Some(param) => redirect(&with_param(to, &param))?,
            None => redirect(to)?,
        };
        let cookie = HeaderValue::try_from(format!("__client={name}; Path=/; HttpOnly"))
            .map_err(|_| ApiFailure::bad_request("client_invalid"))?;
        response.headers_mut().insert(SET_COOKIE, cookie);
        Ok(response)
    }

    fn handshake(&mut self, decoder: &mut RequestDecoder<'_>) -> Outcome<Response<Bytes>> {
        let request = Handshake::decode_request(decoder)?;
        let browser = client(decoder.request()).and_then(|name| self.browsers.get(name));
        // A browser sends no `Origin` when it opens a document, so these tokens have no `azp`.
        let cookies = self.cookies(browser, None);
        let cookies = self.instance.with_dev_browser(cookies, &request);
        self.handshakes.start(&request, cookies)
    }

    fn refresh(&self, request: &RefreshSession) -> Outcome<Response<Bytes>> {
        let browser = self.browsers.values().find(|it| it.sessions.contains(&request.session_id));
        let is_active =
            self.active(browser).is_some_and(|session| session.id == request.session_id);
        if !is_active || request.refresh_token.expose() != refresh_token(&request.session_id) {
            return Err(ApiFailure::unauthorized("session_revoked"));
        }
        let cookies = self.cookies(browser, Some(&request.request_origin));
        Ok(Response::new(json!({ "object": "cookies", "cookies": cookies }).to_string().into()))
    }

    fn image(&self, decoder: &mut RequestDecoder<'_>) -> Outcome<Response<Bytes>> {
        let id = GetImage::decode_request(decoder)?.image_id;
        let store = self.store();
        let image = store.images.get(&id).ok_or_else(|| not_found("image", &id))?;
        let mut response = Response::new(Bytes::copy_from_slice(image.bytes()));
        let kind = image.media_type().and_then(|kind| HeaderValue::try_from(kind).ok());
        response.headers_mut().extend(kind.map(|kind| (CONTENT_TYPE, kind)));
        Ok(response)
    }

    /// Returns the cookies that tell the application who is signed in.
    fn cookies(&self, browser: Option<&Browser>, origin: Option<&str>) -> Vec<String> {
        let session = self.active(browser);
        let refresh_token = session.as_ref().map(|session| refresh_token(&session.id));
        self.instance.cookies(session.map(|session| Signed {
            token: self.token(session, origin),
            refresh_token: refresh_token.as_deref().unwrap_or_default(),
            signed_in_at: browser.map_or(0, |browser| browser.signed_in_at),
        }))
    }

    /// Returns the session that counts.
    fn active(&self, browser: Option<&Browser>) -> Option<Session> {
        let mut store = self.store();
        store.expire().ok()?;
        let sessions = browser?.sessions.iter().rev();
        let mut sessions = sessions.filter_map(|id| store.sessions.get(id).ok());
        sessions.find(|session| session.status == SessionStatus::Active).cloned()
    }

    fn token(&self, session: Session, origin: Option<&str>) -> String {
        let store = self.store();
        let mut token = SignIn::new(session.user_id.as_str())
            .session(&session.id)
            .claim("azp", origin)
            .issued_at(Timestamp::from_unix_millis(now(&store).saturating_mul(1000)));
        if let Some(actor) = &session.actor {
            token = token.claim("act", actor.to_value());
        }
        let organization = session.last_active_organization_id;
        let member = organization.and_then(|id| store.find_member(&id, &session.user_id).ok());
        if let Some(membership) = member.and_then(|member| store.membership(member).ok()) {
            token = token
                .organization(&membership.organization.id)
                .role(&membership.role)
                .permissions(membership.permissions.unwrap_or_default());
            if let Some(slug) = &membership.organization.slug {
                token = token.slug(slug);
            }
        }
        token.token()
    }

    fn now(&self) -> i64 {
        now(&self.store())
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        lock(&self.store)
    }
}

impl Store {
    /// Uses an actor token or a sign-in token.
    fn accept_ticket(&mut self, ticket: &str) -> Outcome<Session> {
        self.expire()?;
        let id = ticket.strip_prefix("fake-").unwrap_or_default();
        if id.starts_with("act_") {
            let id = ActorTokenId::from(id);
            let token = self.actor_tokens.get(&id)?.clone();
            let unlimited = (Timestamp::from_unix_millis(i64::MAX), Duration::ZERO);
            let (expiry, duration) = *self.actor_token_limits.get(&id).unwrap_or(&unlimited);
            if token.status != ActorTokenStatus::Pending || expiry <= self.time() {
                return Err(used("actor token"));
            }
            let actor = token.actor.and_then(|actor| Json::new(&actor).ok());
            let session = self.open_session(CreateSession::new(token.user_id), actor, duration)?;
            self.change(&id, |token: &mut ActorToken| token.status = ActorTokenStatus::Accepted)?;
            return Ok(session);
        }
        let id = SignInTokenId::from(id);
        let token = self.sign_in_tokens.get(&id)?.clone();
        if token.status != SignInTokenStatus::Pending {
            return Err(used("sign-in token"));
        }
        let session = self.open_session(CreateSession::new(token.user_id), None, WEEK)?;
        self.change(&id, |token: &mut SignInToken| token.status = SignInTokenStatus::Accepted)?;
        Ok(session)
    }
}

fn used(kind: &str) -> ApiFailure {
    ApiFailure::bad_request("ticket_invalid_code")
        .message("ticket is invalid")
        .long_message(format!("The {kind} was used or revoked, or has expired."))
}

/// Returns the browser that sends the request.
fn client(request: &Request<Bytes>) -> Option<&str> {
    let lines = request.headers().get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(|line| line.split("; "));
    cookies.find_map(|cookie| cookie.strip_prefix("__client="))
}

fn refresh_token(id: &SessionId) -> String {
    format!("rt_{id}")
}

/// The time of tokens, in seconds: this machine's clock, moved like the fake's.
fn now(store: &Store) -> i64 {
    let moved = i64::try_from(store.elapsed().as_secs()).unwrap_or(i64::MAX);
    crate::tokens::now().saturating_add(moved)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
