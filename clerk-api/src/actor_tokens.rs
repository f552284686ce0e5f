//! Actor tokens: one user signs in as another, and the session says so.

use std::fmt;

use clerk_core::{SecretString, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Map, Value};

use crate::{ActorTokenId, UserId};

/// Creates an actor token, with which one user signs in as another.
///
/// Source: operation `CreateActorToken`. It answers 402 where the plan's impersonations are used
/// up, and 422 where a parameter is not valid, such as a user that does not exist.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/actor_tokens", response = ActorToken, errors(400, 402, 422))]
pub struct CreateActorToken {
    /// The user to sign in as.
    pub user_id: UserId,
    /// Who signs in; ends up as the `act` claim of the session token.
    pub actor: Actor,
    /// Lifetime of the token, in seconds. The server's default is 3600.
    pub expires_in_seconds: Option<u32>,
    /// Longest duration of the session that the token opens, in seconds. The server's default is
    /// 1800.
    pub session_max_duration_in_seconds: Option<u32>,
}

/// Revokes a pending actor token.
///
/// Source: operation `RevokeActorToken`. It answers 400 where the token is not pending any more,
/// and 404 where there is none.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/actor_tokens/{actor_token_id}/revoke",
    response = ActorToken,
    errors(400, 404),
)]
pub struct RevokeActorToken {
    /// The token to revoke.
    pub actor_token_id: ActorTokenId,
}

crate::endpoints! { CreateActorToken, RevokeActorToken }

/// A token with which one user signs in as another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "actor_token")]
#[non_exhaustive]
pub struct ActorToken {
    /// The token's ID.
    pub id: ActorTokenId,
    /// Whether it can still be used.
    pub status: ActorTokenStatus,
    /// The user that is signed in as.
    pub user_id: UserId,
    /// Who signs in. Some answers leave it out.
    pub actor: Option<Actor>,
    /// The token itself, which is as good as a password until it is used. Answers to a revocation
    /// leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<SecretString>,
    /// The address at which the actor signs in. It holds the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<SecretString>,
    /// When the token was created.
    pub created_at: Timestamp,
    /// When the token last changed.
    pub updated_at: Timestamp,
}

/// Whether an actor token can still be used.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum ActorTokenStatus {
    /// It can be used once.
    Pending,
    /// It has been used.
    Accepted,
    /// It was revoked before it was used.
    Revoked,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Who acts for a user: the ID of the acting user as `sub`, and any further members.
///
/// All of it ends up in the session token, so that the application can tell on whose behalf a
/// request comes.
///
/// ```
/// use clerk_api::actor_tokens::Actor;
///
/// let actor = Actor::new("user_2").with("reason", "ticket 4711");
/// assert_eq!(actor.sub(), Some("user_2"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// `null` where there is none. Apart from the others, since mostly there are no others.
    sub: Value,
    others: Map<String, Value>,
}

impl Actor {
    /// The user that acts.
    pub fn new(sub: impl Into<UserId>) -> Self {
        Self { sub: String::from(sub.into()).into(), others: Map::new() }
    }

    /// Adds a member.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        let (name, value) = (name.into(), value.into());
        if name == "sub" {
            self.sub = value;
        } else {
            self.others.insert(name, value);
        }
        self
    }

    /// The ID of the user that acts, where the actor has one.
    #[must_use]
    pub fn sub(&self) -> Option<&str> {
        self.sub.as_str()
    }

    /// The member of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        if name == "sub" { self.own() } else { self.others.get(name) }
    }

    /// All members, beginning with `sub`.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let others = self.others.iter().map(|(name, value)| (name.as_str(), value));
        self.own().map(|sub| ("sub", sub)).into_iter().chain(others)
    }

    fn own(&self) -> Option<&Value> {
        Some(&self.sub).filter(|sub| !sub.is_null())
    }
}

impl Serialize for Actor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Name {
    Sub,
    Other(String),
}

impl<'de> Visitor<'de> for Members {
    type Value = Actor;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Actor, A::Error> {
        let mut actor = Actor { sub: Value::Null, others: Map::new() };
        while let Some(name) = members.next_key()? {
            match name {
                Name::Sub => actor.sub = members.next_value()?,
                Name::Other(name) => drop(actor.others.insert(name, members.next_value()?)),
            }
        }
        Ok(actor)
    }
}

#[cfg(feature = "testing")]
impl ActorToken {
    /// A pending token, for tests. Change its fields as the test needs them.
    #[must_use]
    pub fn sample() -> Self {
        let created_at = Timestamp::from_unix_millis(1_700_000_000_000);
        Self {
            id: "act_sample".into(),
            status: ActorTokenStatus::Pending,
            user_id: "user_sample".into(),
            actor: Some(Actor::new("user_actor")),
            token: Some("sample-token".into()),
            url: Some("https://example.accounts.dev/v1/tickets/accept?ticket=sample-token".into()),
            created_at,
            updated_at: created_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_actor_is_whatever_object_it_came_as() {
        for members in [
            json!({ "sub": "user_2" }),
            json!({ "sub": "user_2", "reason": "ticket 4711", "level": 3, "by": { "a": [null] } }),
            json!({ "sub": 7 }),
            json!({ "reason": null }),
            json!({}),
        ] {
            let actor: Actor = serde_json::from_value(members.clone()).unwrap();
            let seen: Map<_, _> =
                actor.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
            assert_eq!(Value::Object(seen), members);
            assert_eq!(serde_json::to_value(&actor).unwrap(), members);
            assert_eq!(actor.get("sub"), members.get("sub"));
            assert_eq!(actor.get("level"), members.get("level"));
            assert_eq!(actor.sub(), members["sub"].as_str());
        }
    }

    #[test]
    fn a_member_replaces_one_of_its_name() {
        let actor = Actor::new("user_1").with("level", 1).with("level", 2).with("sub", "user_2");
        let text = serde_json::to_string(&actor).unwrap();
        assert_eq!(text, r#"{"sub":"user_2","level":2}"#);
    }
}
