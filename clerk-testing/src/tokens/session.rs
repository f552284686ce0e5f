//! Session tokens.

use std::time::Duration;

use clerk_core::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    key::{INSTANCE, KEY_ID, OTHER, OTHER_KEY_ID},
    permissions,
};

/// The issuer of the tokens, which is the Frontend API of the fake instance.
pub const ISSUER: &str = "https://clerk.example.com";

/// The origin that the session tokens are made for.
pub const ORIGIN: &str = "https://app.example.com";

/// A session token that is not signed yet. [`token`](Self::token) signs it.
///
/// Defaults: the session `sess_fake`, which is active; the origin `https://app.example.com`; issued
/// now, for 60 seconds; the first factor verified now, and no second one.
#[derive(Clone, Debug)]
#[must_use = "nothing is signed until `token` is called"]
pub struct SignIn {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    organization: Map<String, Value>,
    features: Vec<String>,
    permissions: Vec<String>,
    issued_at: Option<i64>,
    not_before: Option<i64>,
    lifetime: i64,
    key: Key,
}

#[derive(Clone, Copy, Debug)]
enum Key {
    Instance,
    Other,
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

impl SignIn {
    pub(crate) fn new(user_id: &str) -> Self {
        let header =
            json!({ "alg": "RS256", "typ": "JWT", "kid": KEY_ID, "cat": "cl_B7d4PD111AAA" });
        let claims = json!({
            "sub": user_id, "sid": "sess_fake", "sts": "active", "v": 2,
            "iss": ISSUER, "azp": ORIGIN, "fva": [0, -1],
        });
        Self {
            header: members(header),
            claims: members(claims),
            organization: Map::new(),
            features: Vec::new(),
            permissions: Vec::new(),
            issued_at: None,
            not_before: None,
            lifetime: 60,
            key: Key::Instance,
        }
    }

    /// Sets the session's ID.
    pub fn session(self, id: impl AsRef<str>) -> Self {
        self.claim("sid", id.as_ref())
    }

    /// Sets the session's status, such as `pending`.
    pub fn status(self, status: &str) -> Self {
        self.claim("sts", status)
    }

    /// Sets the active organization, with the role `org:member`.
    pub fn organization(mut self, id: impl AsRef<str>) -> Self {
        self.organization.insert("id".to_owned(), id.as_ref().into());
        self.organization.entry("rol").or_insert("member".into());
        self
    }

    /// Sets the slug of the active organization.
    pub fn slug(mut self, slug: &str) -> Self {
        self.organization.insert("slg".to_owned(), slug.into());
        self
    }

    /// Sets the role in the active organization, such as `org:admin`.
    pub fn role(mut self, role: &str) -> Self {
        let role = role.strip_prefix("org:").unwrap_or(role);
        self.organization.insert("rol".to_owned(), role.into());
        self
    }

    /// Sets the permissions in the active organization, such as `org:invoices:manage`.
    pub fn permissions<S: Into<String>>(mut self, all: impl IntoIterator<Item = S>) -> Self {
        self.permissions = all.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the features, such as `o:dashboard` of the organization, or `u:chat` of the user.
    pub fn features<S: Into<String>>(mut self, all: impl IntoIterator<Item = S>) -> Self {
        self.features = all.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the plans, such as `o:pro` of the organization, or `u:free` of the user.
    pub fn plans<S: Into<String>>(self, all: impl IntoIterator<Item = S>) -> Self {
        let plans: Vec<String> = all.into_iter().map(Into::into).collect();
        self.claim("pla", plans.join(","))
    }

    /// Sets how many minutes ago the factors were verified. `None`: the user has no such factor.
    pub fn factors(self, first: Option<u32>, second: Option<u32>) -> Self {
        let age = |age: Option<u32>| age.map_or(json!(-1), Value::from);
        self.claim("fva", json!([age(first), age(second)]))
    }

    /// Sets another user who acts as this one.
    pub fn actor(self, user_id: impl AsRef<str>) -> Self {
        self.claim("act", json!({ "sub": user_id.as_ref() }))
    }

    /// Sets the origin that the token is made for.
    pub fn authorized_party(self, origin: &str) -> Self {
        self.claim("azp", origin)
    }

    /// Sets a claim. `null` removes it.
    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        match value.into() {
            Value::Null => self.claims.remove(name),
            value => self.claims.insert(name.to_owned(), value),
        };
        self
    }

    /// Sets all claims, as a JSON object. No other claim is in the token.
    pub fn claims(mut self, claims: Value) -> Self {
        self.claims = members(claims);
        self.claims.entry("exp").or_insert_with(|| 0.into());
        self
    }

    /// Sets a param of the header.
    pub fn header(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header.insert(name.to_owned(), value.into());
        self
    }

    /// Sets when the token is issued. Default: when it is signed.
    pub fn issued_at(mut self, time: Timestamp) -> Self {
        self.issued_at = Some(time.as_unix_millis().div_euclid(1000));
        self
    }

    /// Sets how long the token is valid, in whole seconds. Default: 60 seconds.
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = seconds(lifetime);
        self
    }

    /// Makes a token that expired an hour ago.
    pub fn expired(mut self) -> Self {
        self.issued_at = Some(now() - 3600 - self.lifetime);
        self
    }

    /// Makes a token that is valid only in an hour.
    pub fn early(mut self) -> Self {
        self.not_before = Some(now() + 3600);
        self.lifetime += 3600;
        self
    }

    /// Makes a token of another instance: another key with another ID, and another issuer.
    pub fn of_another_instance(mut self) -> Self {
        self.key = Key::Other;
        self.header("kid", OTHER_KEY_ID).claim("iss", "https://clerk.other.example")
    }

    /// Makes a forged token: it names the instance's key, but another one signs it.
    pub fn forged(mut self) -> Self {
        self.key = Key::Other;
        self
    }

    /// Makes a token of a JWT template, which has no session.
    pub fn template(self) -> Self {
        self.header("cat", "cl_B7d4PD222AAA").claim("sid", Value::Null)
    }

    /// Signs the token.
    #[must_use]
    pub fn token(mut self) -> String {
        // Claims that were set as a whole have an expiry already.
        if !self.claims.contains_key("exp") {
            self.complete();
        }
        let key = match self.key {
            Key::Instance => &INSTANCE,
            Key::Other => &OTHER,
        };
        let text = |members| Value::Object(members).to_string();
        key.sign(&text(self.header), &text(self.claims))
    }

    fn complete(&mut self) {
        let issued_at = self.issued_at.unwrap_or_else(now);
        let not_before = self.not_before.unwrap_or(issued_at - 10);
        let encoded = permissions::encode(&self.features, &self.permissions);
        let mut add = |name: &str, value: Value| {
            self.claims.entry(name).or_insert(value);
        };
        add("iat", issued_at.into());
        add("nbf", not_before.into());
        add("exp", issued_at.saturating_add(self.lifetime).into());
        if !encoded.features.is_empty() {
            add("fea", encoded.features.into());
        }
        if !self.organization.is_empty() {
            let mut organization = std::mem::take(&mut self.organization);
            if !encoded.names.is_empty() {
                organization.insert("per".to_owned(), encoded.names.into());
                organization.insert("fpm".to_owned(), encoded.masks.into());
            }
            add("o", Value::Object(organization));
        }
    }
}

pub(super) fn members(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// The current time, in seconds.
pub(crate) fn now() -> i64 {
    Timestamp::now().as_unix_millis().div_euclid(1000)
}
