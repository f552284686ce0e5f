//! The part of the Frontend API that browsers are redirected to: the handshake.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use aws_lc_rs::digest::{self, SHA1_FOR_LEGACY_USE_ONLY};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use clerk_api::sessions::RefreshSession;
use clerk_core::{
    Bytes, Endpoint,
    http::{
        HeaderValue, Response, StatusCode,
        header::{LOCATION, SET_COOKIE},
    },
    incoming::IncomingEndpoint,
};
use serde_json::json;

use super::{
    key::{INSTANCE, KEY_ID},
    session::{SignIn, now},
};
use crate::{
    failure::{ApiFailure, Outcome},
    fake::FakeClerk,
};

/// The refresh token that the fake sets.
const REFRESH_TOKEN: &str = "rt_fake";

/// The development browser that the fake sets.
const DEV_BROWSER: &str = "dvb_fake";

/// The browser of a test, as Clerk knows it. Clones share it.
#[derive(Clone)]
pub struct FakeBrowser(Arc<Mutex<Browser>>);

struct Browser {
    instance: Instance,
    session: Option<SignIn>,
    /// When the browser last signed in, in seconds.
    signed_in_at: i64,
    handshakes: Handshakes,
}

/// A publishable key's instance: the parts that its cookies need.
pub(crate) struct Instance {
    development: bool,
    /// The suffix of the cookies.
    suffix: String,
}

/// The session that the cookies of a browser hold.
pub(crate) struct Signed<'a> {
    pub(crate) token: String,
    pub(crate) refresh_token: &'a str,
    /// When the browser last signed in, in seconds.
    pub(crate) signed_in_at: i64,
}

/// The handshakes whose cookies are not fetched yet.
#[derive(Default)]
pub(crate) struct Handshakes {
    cookies: BTreeMap<String, Vec<String>>,
    nonces: u64,
}

/// Starts a handshake, as a browser does that an application redirects here.
#[derive(Debug, Endpoint)]
#[endpoint(method = GET, path = "/client/handshake", response = (), public, incoming)]
pub(crate) struct Handshake {
    pub(crate) redirect_url: String,
    format: Option<String>,
    #[endpoint(rename = "__clerk_db_jwt")]
    dev_browser: Option<String>,
}

/// Gets the cookies of a handshake.
#[derive(Debug, Endpoint)]
#[endpoint(method = GET, path = "/clients/handshake_payload", response = (), incoming)]
pub(crate) struct GetHandshakePayload {
    pub(crate) nonce: String,
}

impl FakeClerk {
    /// Adds the handshake of the Frontend API, for one browser, and the operations that complete it.
    /// It also adds what [`with_tokens`](Self::with_tokens) does.
    ///
    /// An application reaches it if its authenticator has the publishable key `publishable_key`, and
    /// the URL of the [served](Self::serve) fake, without `/v1`, as its proxy URL.
    #[must_use]
    pub fn with_browser(self, publishable_key: &str) -> (Self, FakeBrowser) {
        let browser = FakeBrowser(Arc::new(Mutex::new(Browser {
            instance: Instance::new(publishable_key),
            session: None,
            signed_in_at: 0,
            handshakes: Handshakes::default(),
        })));
        let [handshake, payload, refresh] = [(); 3].map(|()| browser.clone());
        let fake = self
            .with_tokens()
            .on_raw::<Handshake>(move |request| {
                handshake.start(&Handshake::decode_request(request)?)
            })
            .on_raw::<GetHandshakePayload>(move |request| {
                let nonce = GetHandshakePayload::decode_request(request)?.nonce;
                payload.lock().handshakes.fetch(&nonce)
            })
            .on_raw::<RefreshSession>(move |request| {
                refresh.refresh(&RefreshSession::decode_request(request)?)
            });
        (fake, browser)
    }
}

impl FakeBrowser {
    /// Signs the browser in. The application learns it from the next handshake.
    pub fn sign_in(&self, session: SignIn) {
        let mut browser = self.lock();
        browser.session = Some(session);
        browser.signed_in_at = now();
    }

    /// Signs the browser out. The application learns it from the next handshake.
    pub fn sign_out(&self) {
        self.lock().session = None;
    }

    fn start(&self, request: &Handshake) -> Outcome<Response<Bytes>> {
        let mut browser = self.lock();
        let cookies = browser.cookies();
        let cookies = browser.instance.with_dev_browser(cookies, request);
        let mut response = browser.handshakes.start(request, cookies)?;
        response
            .headers_mut()
            .insert(SET_COOKIE, HeaderValue::from_static("__client=fake; HttpOnly"));
        Ok(response)
    }

    fn refresh(&self, request: &RefreshSession) -> Outcome<Response<Bytes>> {
        let browser = self.lock();
        if browser.session.is_none() || request.refresh_token.expose() != REFRESH_TOKEN {
            return Err(ApiFailure::unauthorized("session_revoked"));
        }
        let cookies = json!({ "object": "cookies", "cookies": browser.cookies() });
        Ok(Response::new(cookies.to_string().into()))
    }

    fn lock(&self) -> MutexGuard<'_, Browser> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Browser {
    fn cookies(&self) -> Vec<String> {
        self.instance.cookies(self.session.clone().map(|session| Signed {
            token: session.token(),
            refresh_token: REFRESH_TOKEN,
            signed_in_at: self.signed_in_at,
        }))
    }
}

impl Instance {
    pub(crate) fn new(publishable_key: &str) -> Self {
        let hash = digest::digest(&SHA1_FOR_LEGACY_USE_ONLY, publishable_key.as_bytes());
        let mut suffix = URL_SAFE_NO_PAD.encode(hash);
        suffix.truncate(8);
        Self { development: publishable_key.starts_with("pk_test_"), suffix }
    }

    /// Returns the `Set-Cookie` lines that tell the application who is signed in.
    pub(crate) fn cookies(&self, session: Option<Signed<'_>>) -> Vec<String> {
        let suffix = &self.suffix;
        let Some(Signed { token, refresh_token, signed_in_at }) = session else {
            return ["", &format!("_{suffix}")]
                .into_iter()
                .flat_map(|suffix| {
                    [
                        format!("__session{suffix}=; Path=/; Max-Age=0; SameSite=Lax"),
                        format!("__client_uat{suffix}=0; Path=/; SameSite=Lax"),
                    ]
                })
                .collect();
        };
        vec![
            format!("__client_uat={signed_in_at}; Path=/; SameSite=Lax"),
            format!("__client_uat_{suffix}={signed_in_at}; Path=/; SameSite=Lax"),
            format!("__refresh_{suffix}={refresh_token}; Path=/; HttpOnly; SameSite=Lax"),
            format!("__session={token}; Path=/; SameSite=Lax"),
            format!("__session_{suffix}={token}; Path=/; SameSite=Lax"),
        ]
    }

    /// Adds the cookies of the development browser, which only a development instance has.
    pub(crate) fn with_dev_browser(
        &self,
        mut cookies: Vec<String>,
        request: &Handshake,
    ) -> Vec<String> {
        if self.development {
            let dev_browser = request.dev_browser.as_deref().unwrap_or(DEV_BROWSER);
            for suffix in [String::new(), format!("_{}", self.suffix)] {
                cookies.push(format!("__clerk_db_jwt{suffix}={dev_browser}; Path=/; SameSite=Lax"));
            }
        }
        cookies
    }

    /// Returns the param that tells a development application to start a handshake.
    #[cfg(feature = "testing")]
    pub(crate) fn param(&self) -> Option<String> {
        self.development.then(|| format!("__clerk_db_jwt={DEV_BROWSER}"))
    }
}

impl Handshakes {
    /// Redirects back with the cookies: by a nonce, or in a signed token.
    pub(crate) fn start(
        &mut self,
        request: &Handshake,
        cookies: Vec<String>,
    ) -> Outcome<Response<Bytes>> {
        let param = if request.format.as_deref() == Some("nonce") {
            self.nonces += 1;
            let nonce = format!("nonce_{}", self.nonces);
            self.cookies.insert(nonce.clone(), cookies);
            format!("__clerk_handshake_nonce={nonce}")
        } else {
            let header = json!({ "alg": "RS256", "typ": "JWT", "kid": KEY_ID });
            let token =
                INSTANCE.sign(&header.to_string(), &json!({ "handshake": cookies }).to_string());
            format!("__clerk_handshake={token}")
        };
        redirect(&with_param(&request.redirect_url, &param))
    }

    /// Returns the cookies of a handshake. A nonce works once.
    pub(crate) fn fetch(&mut self, nonce: &str) -> Outcome<Response<Bytes>> {
        let cookies = self.cookies.remove(nonce);
        let directives = cookies.ok_or_else(|| ApiFailure::not_found("resource_not_found"))?;
        Ok(Response::new(json!({ "directives": directives }).to_string().into()))
    }
}

/// Adds a param to the query of a URL.
pub(crate) fn with_param(url: &str, param: &str) -> String {
    let (url, fragment) = match url.split_once('#') {
        Some((url, fragment)) => (url, format!("#{fragment}")),
        None => (url, String::new()),
    };
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}{param}{fragment}")
}

pub(crate) fn redirect(url: &str) -> Outcome<Response<Bytes>> {
    let location =
        HeaderValue::try_from(url).map_err(|_| ApiFailure::bad_request("redirect_url_invalid"))?;
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    response.headers_mut().insert(LOCATION, location);
    Ok(response)
}

impl fmt::Debug for FakeBrowser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let browser = self.lock();
        f.debug_struct("FakeBrowser")
            .field("signed_in", &browser.session.is_some())
            .finish_non_exhaustive()
    }
}
