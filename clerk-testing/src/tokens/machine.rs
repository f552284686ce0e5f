//! Tokens of machines, API keys, and OAuth access tokens.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use clerk_api::{
    api_keys::VerifyApiKey, m2m_tokens::VerifyM2mToken, oauth_applications::VerifyOAuthAccessToken,
};
use clerk_core::{Bytes, http::Response, incoming::IncomingEndpoint};
use serde_json::{Map, Value, json};

use super::{
    key::{INSTANCE, KEY_ID},
    session::{ISSUER, members, now},
};
use crate::{
    failure::{ApiFailure, Outcome},
    fake::FakeClerk,
};

/// The opaque tokens that a fake issued. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Issued(Arc<Mutex<BTreeMap<String, Record>>>);

struct Record {
    kind: Kind,
    /// The response to its verification.
    details: Map<String, Value>,
    expires: i64,
    revoked: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    M2m,
    ApiKey,
    OAuth,
}

/// A token of a machine that is not issued yet. [`token`](Self::token) issues an opaque one, and
/// [`jwt`](Self::jwt) signs one. It is valid for an hour unless set otherwise.
#[must_use = "nothing is issued until `token` or `jwt` is called"]
pub struct MachineToken {
    issued: Issued,
    kind: Kind,
    subject: String,
    scopes: Vec<String>,
    claims: Map<String, Value>,
    lifetime: i64,
}

impl std::fmt::Debug for MachineToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MachineToken")
            .field("kind", &self.kind)
            .field("subject", &self.subject)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

impl MachineToken {
    pub(super) fn m2m(issued: Issued, subject: &str) -> Self {
        Self::new(issued, Kind::M2m, subject)
    }

    pub(super) fn api_key(issued: Issued, subject: &str) -> Self {
        Self::new(issued, Kind::ApiKey, subject)
    }

    pub(super) fn oauth(issued: Issued, subject: &str) -> Self {
        Self::new(issued, Kind::OAuth, subject)
    }

    fn new(issued: Issued, kind: Kind, subject: &str) -> Self {
        let subject = subject.to_owned();
        Self { issued, kind, subject, scopes: Vec::new(), claims: Map::new(), lifetime: 3600 }
    }

    /// Sets the scopes. Those of an M2M token are the machines that it may call.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a claim.
    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.claims.insert(name.to_owned(), value.into());
        self
    }

    /// Sets how long the token is valid, in whole seconds. Default: an hour.
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX);
        self
    }

    /// Makes a token that expired an hour ago.
    pub fn expired(mut self) -> Self {
        self.lifetime = -3600;
        self
    }

    /// Issues an opaque token. The fake verifies it until it expires or is revoked.
    #[must_use]
    pub fn token(self) -> String {
        let mut all = self.issued.lock();
        let number = all.len() + 1;
        let (prefix, object, id) = match self.kind {
            Kind::M2m => ("mt", "machine_to_machine_token", "mt"),
            Kind::ApiKey => ("ak", "api_key", "ak"),
            Kind::OAuth => ("oat", "clerk_idp_oauth_access_token", "oat"),
        };
        let token = format!("{prefix}_fake{number:028}");
        let (created, expires) = (now(), now().saturating_add(self.lifetime));
        let mut details = members(json!({
            "object": object, "id": format!("{id}_{number:027}"), "subject": self.subject,
            "scopes": self.scopes, "expiration": expires.saturating_mul(1000),
            "revocation_reason": null, "created_at": created * 1000, "updated_at": created * 1000,
        }));
        match self.kind {
            Kind::M2m | Kind::ApiKey => {
                details.insert("claims".to_owned(), Value::Object(self.claims));
            }
            Kind::OAuth => {
                details.insert("client_id".to_owned(), "client_fake".into());
            }
        }
        if self.kind == Kind::ApiKey {
            details.insert("type".to_owned(), "api_key".into());
            details.insert("name".to_owned(), "a key".into());
        }
        let record = Record { kind: self.kind, details, expires, revoked: false };
        all.insert(token.clone(), record);
        token
    }

    /// Signs a JWT. An API key has no such form and is signed like an OAuth access token. It cannot
    /// be revoked.
    #[must_use]
    pub fn jwt(self) -> String {
        let now = now();
        let mut claims = self.claims;
        let mut add = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        add("sub", self.subject.into());
        add("iss", ISSUER.into());
        add("iat", now.into());
        add("nbf", (now - 10).into());
        add("exp", now.saturating_add(self.lifetime).into());
        add("jti", "mt_fake".into());
        let header = if self.kind == Kind::M2m {
            add("scopes", self.scopes.join(" ").into());
            json!({ "alg": "RS256", "typ": "JWT", "kid": KEY_ID, "cat": "cl_B7d4PD333AAA" })
        } else {
            add("scope", self.scopes.join(" ").into());
            add("client_id", "client_fake".into());
            json!({ "alg": "RS256", "typ": "at+jwt", "kid": KEY_ID })
        };
        INSTANCE.sign(&header.to_string(), &Value::Object(claims).to_string())
    }
}

impl Issued {
    pub(super) fn revoke(&self, token: &str) -> bool {
        let mut all = self.lock();
        let record = all.get_mut(token);
        record.map(|record| record.revoked = true).is_some()
    }

    /// Returns the details of a token, or a 404.
    fn verify(&self, kind: Kind, token: &str) -> Outcome<Response<Bytes>> {
        let all = self.lock();
        let record = all.get(token).filter(|record| record.kind == kind).ok_or_else(|| {
            ApiFailure::not_found("token_invalid").message("The token is unknown")
        })?;
        let mut details = record.details.clone();
        details.insert("revoked".to_owned(), record.revoked.into());
        details.insert("expired".to_owned(), (record.expires <= now()).into());
        Ok(Response::new(Bytes::from(Value::Object(details).to_string())))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Record>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds the operations that verify opaque tokens.
pub(super) fn add_handlers(fake: FakeClerk) -> FakeClerk {
    let [m2m, keys, oauth] = [(); 3].map(|()| fake.shared::<Issued>());
    fake.on_raw::<VerifyM2mToken>(move |request| {
        let token = VerifyM2mToken::decode_request(request)?.token;
        m2m.verify(Kind::M2m, token.expose())
    })
    .on_raw::<VerifyApiKey>(move |request| {
        let token = VerifyApiKey::decode_request(request)?.secret;
        keys.verify(Kind::ApiKey, token.expose())
    })
    .on_raw::<VerifyOAuthAccessToken>(move |request| {
        let token = VerifyOAuthAccessToken::decode_request(request)?.access_token;
        oauth.verify(Kind::OAuth, token.as_ref().map_or("", |token| token.expose()))
    })
}

#[cfg(test)]
mod tests {
    use clerk_api::conventions;
    use clerk_core::client::Client;

    use super::*;

    #[test]
    fn opaque_tokens_are_verified_until_they_expire_or_are_revoked() {
        let fake = FakeClerk::new().with_tokens();
        let client: Client =
            conventions::client("sk_test_x").transport(fake.clone()).build().unwrap();
        let verify =
            |token: &str| pollster::block_on(client.send(VerifyM2mToken { token: token.into() }));

        let token = fake.m2m_token("mch_1").scopes(["mch_2"]).token();
        let verified = verify(&token).unwrap();
        assert_eq!(verified.subject.as_str(), "mch_1");
        assert_eq!(verified.scopes[0].as_str(), "mch_2");
        assert_eq!((verified.revoked, verified.expired), (Some(false), Some(false)));
        assert!(fake.revoke_token(&token));
        assert_eq!(verify(&token).unwrap().revoked, Some(true));

        let expired = fake.m2m_token("mch_1").expired().token();
        assert_eq!(verify(&expired).unwrap().expired, Some(true));
        assert!(verify("mt_unknown").unwrap_err().is_not_found());
        assert!(!fake.revoke_token("mt_unknown"));

        // A token is only verified by the operation of its kind.
        let key = fake.api_key("user_1").scopes(["read"]).token();
        assert!(verify(&key).unwrap_err().is_not_found());
        let verified =
            pollster::block_on(client.send(VerifyApiKey { secret: key.as_str().into() })).unwrap();
        assert_eq!(
            (verified.subject.as_str(), &verified.scopes[..]),
            ("user_1", &["read".to_owned()][..])
        );

        let token = fake.oauth_token("user_1").token();
        let call = VerifyOAuthAccessToken::new().access_token(token.as_str());
        assert!(pollster::block_on(client.send(call)).is_ok());
    }
}
