//! The three states of a member that can be absent, `null` or a value.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::SecretString;

/// What a request does to one nullable member: nothing, clear it, or set it.
///
/// [`Keep`](Patch::Keep) leaves the member out, [`Clear`](Patch::Clear) sends `null`,
/// [`Set`](Patch::Set) sends the value.
///
/// ```
/// use clerk_core::Patch;
///
/// let name: Patch<String> = "Ada".into();
/// assert_eq!(name, Patch::Set("Ada".to_owned()));
/// assert_eq!(Patch::<String>::default(), Patch::Keep);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// Leaves the member as it is on the server.
    #[default]
    Keep,
    /// Removes the value on the server.
    Clear,
    /// Replaces the value on the server.
    Set(T),
}

impl<T> Patch<T> {
    /// Replaces the value, converted where need be: `Patch::set("idn_1")` for a typed ID.
    pub fn set(value: impl Into<T>) -> Self {
        Self::Set(value.into())
    }

    /// Whether nothing is sent for the member.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// What is sent: nothing, `Some(None)` for `null`, or the value.
    pub const fn sent(&self) -> Option<Option<&T>> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(None),
            Self::Set(value) => Some(Some(value)),
        }
    }

    /// The same state with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(f(value)),
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Set(value.to_owned())
    }
}

impl From<&str> for Patch<SecretString> {
    fn from(value: &str) -> Self {
        Self::set(value)
    }
}

/// `None` clears: whoever has an optional value in hand says what it shall be, not that it stays.
impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }
}

/// Writes [`Clear`](Patch::Clear) as `null`. [`Keep`](Patch::Keep) is left out of a struct that
/// says `#[serde(skip_serializing_if = "Patch::is_keep")]`, and `null` elsewhere.
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.sent().flatten().serialize(serializer)
    }
}

/// Reads `null` as [`Clear`](Patch::Clear). What is absent is [`Keep`](Patch::Keep) in a struct
/// that says `#[serde(default)]`.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}
