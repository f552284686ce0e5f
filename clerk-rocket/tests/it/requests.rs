//! The requests that rocket changes, and the headers of the state.

use clerk_rocket::{Auth, SignedIn};
use clerk_sdk::{
    auth::{Authenticator, PublishableKey},
    http,
    testing::{FakeClerk, tokens::FakeBrowser},
};
use rocket::{
    get,
    http::{ContentType, Header, Status},
    local::blocking::Client,
    post, put, routes,
};

use crate::support::{app, clerk, values};

const ORIGIN: &str = "https://app.example.com";

#[get("/")]
fn read(user: SignedIn) -> String {
    format!("read by {}", user.user_id)
}

#[put("/")]
fn change(user: SignedIn) -> String {
    format!("changed by {}", user.user_id)
}

#[post("/")]
fn create(user: SignedIn) -> String {
    format!("created by {}", user.user_id)
}

#[get("/state")]
fn state(_state: Auth) {}

#[get("/unguarded")]
fn unguarded() {}

struct Site {
    fake: FakeClerk,
    browser: FakeBrowser,
    client: Client,
}

fn site(development: bool) -> Site {
    let key = PublishableKey::of("clerk.example.com", development).unwrap();
    let (fake, browser) = FakeClerk::new().with_browser(key.as_str());
    let auth = clerk(&fake).authenticator().publishable_key(key.as_str());
    let auth: Authenticator = auth.check_origin([ORIGIN]).build().unwrap();
    let client = app(auth, routes![read, change, create, state, unguarded]);
    Site { fake, browser, client }
}

impl Site {
    /// Signs the user in at Clerk, and returns the cookie that the browser brings back.
    fn nonce(&self, number: usize) -> Header<'static> {
        let start = format!("/v1/client/handshake?redirect_url={ORIGIN}/&format=nonce");
        let request = http::Request::get(start).body(clerk_sdk::Bytes::new()).unwrap();
        let _ = self.fake.respond(request);
        Header::new("Cookie", format!("__clerk_handshake_nonce=nonce_{number}"))
    }
}

fn document() -> Header<'static> {
    Header::new("Sec-Fetch-Dest", "document")
}

#[test]
fn a_document_is_redirected_and_no_other_request_is() {
    let site = site(true);
    let host = || Header::new("Host", "app.example.com");
    let response = site.client.get("/?tab=2").header(host()).header(document()).dispatch();
    assert_eq!(response.status(), Status::TemporaryRedirect);
    let [location] = values(&response, "location")[..] else { panic!("{response:?}") };
    assert!(location.starts_with("https://clerk.example.com/v1/client/handshake?"), "{location}");
    assert!(location.contains("app.example.com%2F%3Ftab%3D2"), "{location}");
    assert_eq!(response.into_string().unwrap_or_default(), "");

    // Rocket turns HEAD into GET, and a form with `_method` too. A browser would repeat the POST at
    // Clerk.
    let response = site.client.head("/").header(host()).header(document()).dispatch();
    assert_eq!(response.status(), Status::Unauthorized);
    let form = site.client.post("/").header(host()).header(document());
    let response = form.header(ContentType::Form).body("_method=get").dispatch();
    assert_eq!(response.status(), Status::Unauthorized);
    assert_eq!(site.client.get("/").header(host()).dispatch().status(), Status::Unauthorized);
}

#[test]
fn a_form_of_another_site_is_refused_whatever_method_it_names() {
    let site = site(false);
    let token = site.fake.sign_in("user_1").token();
    let cookies = Header::new("Cookie", format!("__session={token}; __client_uat=1"));
    let post = |origin: &str, body: &str| {
        let request = site.client.post("/").header(cookies.clone()).header(ContentType::Form);
        let request = request.header(Header::new("Origin", origin.to_owned()));
        let response = request.header(Header::new("Host", "app.example.com")).body(body).dispatch();
        (response.status().code, response.into_string().unwrap())
    };
    for method in ["get", "put", "post"] {
        let (status, body) = post("https://evil.example.net", &format!("_method={method}"));
        assert_eq!(status, 403, "{body}");
        assert!(body.contains("cross-site-request"), "{body}");
    }
    assert_eq!(post(ORIGIN, "_method=get").1, "read by user_1");
    assert_eq!(post(ORIGIN, "_method=put").1, "changed by user_1");
    assert_eq!(post(ORIGIN, "name=x&more=1").1, "created by user_1");
}

#[test]
fn the_cookies_of_a_handshake_are_set_once() {
    let site = site(false);
    site.browser.sign_in(site.fake.sign_in("user_1"));
    for (number, path) in [(1, "/"), (2, "/state"), (3, "/unguarded")] {
        let response = site.client.get(path).header(site.nonce(number)).dispatch();
        assert_eq!(response.status(), Status::Ok, "{path}");
        let cookies = values(&response, "set-cookie");
        let uat = cookies.iter().filter(|it| it.starts_with("__client_uat=")).count();
        assert_eq!(uat, usize::from(path != "/unguarded"), "{path}: {cookies:?}");
    }
    site.browser.sign_out();
    let response = site.client.get("/").header(site.nonce(4)).dispatch();
    assert_eq!(response.status(), Status::Unauthorized);
    let cookies = values(&response, "set-cookie");
    assert_eq!(cookies.iter().filter(|it| it.starts_with("__client_uat=")).count(), 1);
}
