//! The responses of the benchmark server: about 400 bytes for an actor token, about 2.6 KB for a
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

const NAMES: [(&str, &str); 7] = [
    ("Amara", "Okafor"),
    ("Bo", "Lindqvist"),
    ("Chiara", "De Santis"),
    ("Dmitri", "Wójcik"),
    ("Esperanza", "Villanueva"),
    ("Finn", "Ó Briain"),
    ("Guadalupe", "Castellanos"),
];

/// The bodies of all responses.
#[derive(Debug)]
pub struct Responses {
    pending: Bytes,
    revoked: Bytes,
    user: Bytes,
    users: Bytes,
}

impl Responses {
    /// Creates all bodies.
    #[must_use]
    pub fn new() -> Self {
        let token = actor_token();
        Self {
            revoked: token.replace("pending", "revoked").into(),
            pending: token.into(),
            user: user(0).into(),
            users: users().into(),
        }
    }

    /// Returns the body of the response to a request, or `None` for an unknown operation.
    #[must_use]
    pub fn find(&self, method: &Method, uri: &Uri) -> Option<Bytes> {
        let path = uri.path().strip_prefix("/v1")?;
        let body = match *method {
            Method::POST if path == "/actor_tokens" => &self.pending,
            Method::POST if path.starts_with("/actor_tokens/") && path.ends_with("/revoke") => {
                &self.revoked
            }
            Method::GET if path == "/users" && uri.query() == Some("limit=100") => &self.users,
            Method::GET if path.starts_with("/users/") => &self.user,
            _ => return None,
        };
        Some(body.clone())
    }
}

impl Default for Responses {
    fn default() -> Self {
        Self::new()
    }
}

fn actor_token() -> String {
    compact(include_str!("../bodies/actor_token.json"))
}

/// Even numbers have an account at an OAuth provider, odd ones a phone number as second factor.
fn user(number: usize) -> String {
    let template = if number % 2 == 0 {
        include_str!("../bodies/user_with_account.json")
    } else {
        include_str!("../bodies/user_with_phone.json")
    };
    let (first, last) = NAMES.get(number % NAMES.len()).copied().unwrap_or_default();
    compact(template)
        .replace("{key}", &key(number))
        .replace("{first}", first)
        .replace("{last}", last)
        .replace("{number}", &format!("{number:03}"))
        .replace("{at}", &(1_762_503_600_123 + number * 61_007).to_string())
}

/// Returns the list of [`USERS`] users.
#[must_use]
pub fn users() -> String {
    let users: Vec<String> = (0..USERS).map(user).collect();
    format!("[{}]", users.join(","))
}

/// Removes white space between tokens, as servers do.
fn compact(template: &str) -> String {
    let joined: String = template.lines().map(str::trim_start).collect();
    joined.replace("\": ", "\":").replace("\", \"", "\",\"")
}

/// The last 26 characters of an ID. Different for each number.
fn key(number: usize) -> String {
    const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut state = number.wrapping_mul(0x9e37_79b9).wrapping_add(0x1234_5678);
    let letters = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345) % (1 << 31);
        ALPHABET.get((state >> 16) % ALPHABET.len()).copied().map_or('0', char::from)
    });
    letters.take(26).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn users_of_a_list_have_different_ids() {
        let body = Responses::new().find(&Method::GET, &Uri::from_static("/v1/users?limit=100"));
        let users: Vec<Value> = serde_json::from_slice(&body.unwrap()).unwrap();
        let mut ids: Vec<_> = users.iter().map(|user| user["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), USERS);
    }

    #[test]
    fn unknown_operations_have_no_response() {
        for uri in ["/users", "/v1/users?limit=10", "/v1/organizations"] {
            assert_eq!(Responses::new().find(&Method::GET, &Uri::from_static(uri)), None);
        }
    }

    #[test]
    fn sizes_are_as_documented() {
        assert!((380..480).contains(&actor_token().len()), "{}", actor_token().len());
        assert!((240_000..275_000).contains(&users().len()), "{}", users().len());
    }

    #[test]
    fn bodies_have_no_white_space_between_tokens() {
        for body in [actor_token(), user(0), user(1)] {
            let value: Value = serde_json::from_str(&body).unwrap();
            assert_eq!(body.len(), value.to_string().len());
        }
    }
}
