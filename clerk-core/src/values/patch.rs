//! The three states of a nullable member: absent, `null`, or a value.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{FromText, Rfc3339, Timestamp};

/// A change of one nullable member: keep it, clear it, or set it. An `Option` does not convert into
/// it, because `None` could mean either: see [`set_or_keep`](Patch::set_or_keep) and
/// [`set_or_clear`](Patch::set_or_clear).
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
    /// Replaces the value, and converts it if needed: `Patch::set("idn_1")` for a typed ID.
    pub fn set(value: impl Into<T>) -> Self {
        Self::Set(value.into())
    }

    /// Replaces the value, or keeps it if there is none.
    ///
    /// ```
    /// use clerk_core::Patch;
    ///
    /// assert_eq!(Patch::<String>::set_or_keep(Some("Ada")), Patch::Set("Ada".to_owned()));
    /// assert_eq!(Patch::<String>::set_or_keep(None::<String>), Patch::Keep);
    /// ```
    pub fn set_or_keep(value: Option<impl Into<T>>) -> Self {
        value.map_or(Self::Keep, Self::set)
    }

    /// Replaces the value, or removes it if there is none.
    ///
    /// ```
    /// use clerk_core::Patch;
    ///
    /// assert_eq!(Patch::<String>::set_or_clear(Some("Ada")), Patch::Set("Ada".to_owned()));
    /// assert_eq!(Patch::<String>::set_or_clear(None::<String>), Patch::Clear);
    /// ```
    pub fn set_or_clear(value: Option<impl Into<T>>) -> Self {
        value.map_or(Self::Clear, Self::set)
    }

    /// Returns whether the member is left out of the request.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Returns what is sent: `None` for nothing, `Some(None)` for `null`, or the value.
    pub const fn sent(&self) -> Option<Option<&T>> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(None),
            Self::Set(value) => Some(Some(value)),
        }
    }

    /// Converts the value, and keeps the state.
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

impl<T: FromText> From<&str> for Patch<T> {
    fn from(value: &str) -> Self {
        Self::set(value)
    }
}

impl From<Timestamp> for Patch<Rfc3339> {
    fn from(value: Timestamp) -> Self {
        Self::set(value)
    }
}

/// Writes [`Clear`](Patch::Clear) as `null`. A struct leaves [`Keep`](Patch::Keep) out with
/// `#[serde(skip_serializing_if = "Patch::is_keep")]`; without it, `Keep` is `null` too.
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.sent().flatten().serialize(serializer)
    }
}

/// Reads `null` as [`Clear`](Patch::Clear). An absent member is [`Keep`](Patch::Keep) with
/// `#[serde(default)]`.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(Self::set_or_clear)
    }
}
