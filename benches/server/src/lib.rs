//! The answers of the benchmarks' server: some 400 bytes for an actor token, some 2.5 KB for a
//! user. The members are those of Clerk's API, the values are made up.

use std::sync::OnceLock;

use bytes::Bytes;
use http::{Method, Uri};

/// The longest list that the server answers.
pub const MAX_USERS: usize = 500;

const NAMES: [(&str, &str); 7] = [
    ("Amara", "Okafor"),
    ("Bo", "Lindqvist"),
    ("Chiara", "De Santis"),
    ("Dmitri", "Wójcik"),
    ("Esperanza", "Villanueva"),
    ("Finn", "Ó Briain"),
    ("Guadalupe", "Castellanos"),
];

/// All answers. Each is built when it is first asked for.
#[derive(Debug)]
pub struct Answers {
    pending: Bytes,
    revoked: Bytes,
    user: Bytes,
    /// By the number of users less one.
    lists: Vec<OnceLock<Bytes>>,
}

impl Answers {
    /// The answers, without the lists.
    #[must_use]
    pub fn new() -> Self {
        let token = actor_token();
        Self {
            revoked: token.replace("pending", "revoked").into(),
            pending: token.into(),
            user: user(0).into(),
            lists: vec![OnceLock::new(); MAX_USERS],
        }
    }

    /// The body of the answer to this request; `None` where there is no such operation.
    #[must_use]
    pub fn find(&self, method: &Method, uri: &Uri) -> Option<Bytes> {
        let path = uri.path().strip_prefix("/v1")?;
        let body = match *method {
            Method::POST if path == "/actor_tokens" => &self.pending,
            Method::POST if path.starts_with("/actor_tokens/") && path.ends_with("/revoke") => {
                &self.revoked
            }
            Method::GET if path == "/users" => self.list(uri.query().unwrap_or_default())?,
            Method::GET if path.starts_with("/users/") => &self.user,
            _ => return None,
        };
        Some(body.clone())
    }

    fn list(&self, query: &str) -> Option<&Bytes> {
        let limit = query.split('&').find_map(|pair| pair.strip_prefix("limit="));
        let limit: usize = limit.unwrap_or("10").parse().ok()?;
        let list = self.lists.get(limit.checked_sub(1)?)?;
        Some(list.get_or_init(|| users(limit).into()))
    }
}

impl Default for Answers {
    fn default() -> Self {
        Self::new()
    }
}

/// An actor token.
#[must_use]
pub fn actor_token() -> String {
    compact(include_str!("../bodies/actor_token.json"))
}

/// One user. Those of even numbers came with an account at an OAuth provider, the others have a
/// phone number as the second factor.
#[must_use]
pub fn user(number: usize) -> String {
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
        .replace("{number}", &format!("{:03}", number % 1000))
        .replace("{at}", &(1_762_503_600_123 + number * 61_007).to_string())
}

/// A list of users.
#[must_use]
pub fn users(count: usize) -> String {
    let users: Vec<String> = (0..count).map(user).collect();
    format!("[{}]", users.join(","))
}

/// The template as servers write JSON: without white space between its tokens.
fn compact(template: &str) -> String {
    let joined: String = template.lines().map(str::trim_start).collect();
    joined.replace("\": ", "\":").replace("\", \"", "\",\"")
}

/// The end of an ID: 26 characters that differ from number to number.
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
    fn a_list_has_as_many_users_as_asked_for_and_no_two_are_the_same() {
        let answers = Answers::new();
        let uri = Uri::from_static("/v1/users?offset=0&limit=500");
        let body = answers.find(&Method::GET, &uri).unwrap();
        let users: Vec<Value> = serde_json::from_slice(&body).unwrap();
        let mut ids: Vec<_> = users.iter().map(|user| user["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 500);
        for limit in ["0", "501", "-1", "many"] {
            let uri = format!("/v1/users?limit={limit}").parse().unwrap();
            assert_eq!(answers.find(&Method::GET, &uri), None);
        }
    }

    #[test]
    fn the_sizes_are_those_that_the_report_speaks_of() {
        assert!((380..480).contains(&actor_token().len()), "{}", actor_token().len());
        assert!((240_000..275_000).contains(&users(100).len()), "{}", users(100).len());
    }

    #[test]
    fn the_body_is_what_a_server_would_write() {
        for body in [actor_token(), user(0), user(1)] {
            let value: Value = serde_json::from_str(&body).unwrap();
            assert_eq!(body.len(), value.to_string().len());
        }
    }
}
