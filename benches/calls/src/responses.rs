//! The responses of the server: about 400 bytes for an actor token, about 2.6 KB for a
//! user. The members are those of Clerk's API. The values are made up. The headers are those of an
//! API behind a content delivery network, as Clerk's is.

use bytes::Bytes;
use http::{Method, Uri};

/// The number of users in the list.
pub const USERS: usize = 100;

/// The headers of each response, beside `Date` and `Content-Length`. An HTTP client may allocate for
/// each name that is not a registered one.
pub const HEADERS: [(&str, &str); 12] = [
    ("content-type", "application/json"),
    ("cache-control", "no-store, max-age=0"),
    ("cf-cache-status", "DYNAMIC"),
    ("cf-ray", "9c41f07d2be86a53-FRA"),
    ("clerk-api-version", "2026-05-12"),
    ("server", "cloudflare"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains; preload"),
    ("vary", "Accept-Encoding, Origin"),
    ("x-clerk-trace-id", "6b0e4c92d7f1835aa1c9d25e7f430b68"),
    ("x-cloud-trace-context", "6b0e4c92d7f1835aa1c9d25e7f430b68"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
];

/// The bodies of all responses.
#[derive(Debug)]
pub struct Responses {
    token: Bytes,
    users: Bytes,
}

impl Default for Responses {
    fn default() -> Self {
        // One has an account at an OAuth provider, the next a phone number as second factor.
        let templates = [
            include_str!("../bodies/user_with_account.json"),
            include_str!("../bodies/user_with_phone.json"),
        ];
        let key = |number| format!("2hR5nWqT9aVxE3kUoM6fCz1{number:03}");
        let users = (0..USERS).zip(templates.iter().cycle());
        let users = users.map(|(number, user)| user.replace("{key}", &key(number)));
        let users: Vec<String> = users.collect();
        Self {
            token: Bytes::from_static(include_bytes!("../bodies/actor_token.json")),
            users: format!("[{}]", users.join(",")).into(),
        }
    }
}

impl Responses {
    /// Returns the body of the response to a request, or `None` for an unknown operation.
    #[must_use]
    pub fn find(&self, method: &Method, uri: &Uri) -> Option<Bytes> {
        let path = uri.path().strip_prefix("/v1")?;
        let body = match *method {
            Method::POST if path.starts_with("/actor_tokens") => &self.token,
            Method::GET if path == "/users" && uri.query() == Some("limit=100") => &self.users,
            _ => return None,
        };
        Some(body.clone())
    }
}
