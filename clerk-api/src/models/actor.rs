//! The user who acts for another.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Map, Value};

use crate::UserId;

/// The user who acts for another: their ID as `sub`, and any other members.
///
/// The session token contains the whole actor, so the application can tell who acts for its user.
///
/// ```
/// use clerk_api::actor_tokens::Actor;
///
/// let actor = Actor::new("user_2").with("reason", "ticket 4711");
/// assert_eq!(actor.sub(), Some("user_2"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// `null` if missing. Apart from `others`, which is usually empty: a map would take four more
    /// allocations for a created actor token.
    sub: Value,
    others: Map<String, Value>,
}

impl Actor {
    /// Creates an actor from the ID of the acting user.
    pub fn new(sub: impl Into<UserId>) -> Self {
        Self { sub: String::from(sub.into()).into(), others: Map::new() }
    }

    /// Adds a member, or replaces the one of the same name. `sub` cannot be removed: `null` keeps it.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        let (name, value) = (name.into(), value.into());
        if name != "sub" {
            self.others.insert(name, value);
        } else if !value.is_null() {
            self.sub = value;
        }
        self
    }

    /// Returns the ID of the acting user, if `sub` is a string.
    #[must_use]
    pub fn sub(&self) -> Option<&str> {
        self.sub.as_str()
    }

    /// Returns the member with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        if name == "sub" { self.own() } else { self.others.get(name) }
    }

    /// Returns all members, `sub` first.
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
