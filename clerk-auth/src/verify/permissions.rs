//! The permissions, features, and plans of a session.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::raw::texts;

/// The prefix of roles and permissions.
pub(crate) const PREFIX: &str = "org:";

/// The permissions in an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Permissions {
    /// Version 1 of the claims: the names.
    Names(Vec<String>),
    /// Version 2: a set of bits for each feature.
    Bits(Bits),
}

/// No permissions.
impl Default for Permissions {
    fn default() -> Self {
        Self::Names(Vec::new())
    }
}

/// Which of the `names` each element of the `fea` claim grants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bits {
    names: String,
    /// One row for each feature: the number of words, and the words, lowest first.
    rows: Vec<u64>,
}

impl Permissions {
    /// Reads the permissions of version 1. Other types than strings count as absent.
    pub(crate) fn from_names(names: Option<&RawValue>) -> Self {
        let names = names.and_then(texts).unwrap_or_default();
        Self::Names(names.into_iter().map(Cow::into_owned).collect())
    }

    /// Reads the permissions of version 2: `names` is the claim `per`, and `masks` is `fpm`.
    pub(crate) fn from_bits(features: &str, names: Cow<'_, str>, masks: &str) -> Self {
        // Higher bits grant nothing.
        let words = elements(&names).count().div_ceil(64);
        // For each mask the number of words, and mostly one word.
        let mut rows = Vec::with_capacity(elements(masks).count() * 2);
        for (_, mask) in elements(features).zip(elements(masks)) {
            push_row(&mut rows, mask, words);
        }
        Self::Bits(Bits { names: names.into_owned(), rows })
    }

    /// Returns whether `permission` is granted. `features` is the claim `fea`.
    pub(crate) fn contains(&self, features: &str, permission: &str) -> bool {
        let Some(permission) = unprefixed(permission) else { return false };
        match self {
            Self::Names(names) => {
                names.iter().any(|name| name.strip_prefix(PREFIX) == Some(permission))
            }
            Self::Bits(bits) => {
                let wanted =
                    |feature| permission.strip_prefix(feature)?.strip_prefix(':').map(Some);
                bits.granted(features, wanted).next().is_some()
            }
        }
    }

    /// Returns the names, each with `org:`.
    pub(crate) fn iter<'a>(&'a self, features: &'a str) -> impl Iterator<Item = Cow<'a, str>> {
        let (names, bits) = match self {
            Self::Names(names) => (&**names, None),
            Self::Bits(bits) => (&[][..], Some(bits)),
        };
        let granted = bits.into_iter().flat_map(|bits| bits.granted(features, |_| Some(None)));
        let granted = granted.map(|(feature, name)| format!("{PREFIX}{feature}:{name}"));
        names.iter().map(|name| Cow::Borrowed(&**name)).chain(granted.map(Cow::Owned))
    }
}

impl Bits {
    /// Returns the granted pairs of a feature and a name. `wanted` selects features, and for each of
    /// them one name or all.
    fn granted<'a>(
        &'a self,
        features: &'a str,
        wanted: impl Fn(&'a str) -> Option<Option<&'a str>> + 'a,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rows = self.rows.as_slice();
        elements(features)
            .map_while(move |element| {
                let (words, rest) = rows.split_first()?;
                let (row, rest) = rest.split_at_checked(usize::try_from(*words).ok()?)?;
                rows = rest;
                Some((element, row))
            })
            .filter_map(|(element, row)| {
                let feature = Scoped::read(element)?;
                (feature.organization && !feature.name.is_empty()).then_some((feature.name, row))
            })
            .filter_map(move |(feature, row)| Some((feature, row, wanted(feature)?)))
            .flat_map(|(feature, row, wanted)| {
                elements(&self.names)
                    .take(row.len().saturating_mul(64))
                    .zip(bits(row))
                    .filter(move |(name, bit)| {
                        *bit && !name.is_empty() && wanted.is_none_or(|wanted| wanted == *name)
                    })
                    .map(move |(name, _)| (feature, name))
            })
    }
}

/// Returns the bits of a row, lowest first.
fn bits(row: &[u64]) -> impl Iterator<Item = bool> {
    row.iter().flat_map(|word| (0..64).map(move |bit| word >> bit & 1 == 1))
}

/// Adds the row of a mask, which is a decimal number of any length. Keeps at most `words` words.
/// Anything but ASCII digits is zero.
fn push_row(rows: &mut Vec<u64>, mask: &str, words: usize) {
    let length = rows.len();
    rows.push(0);
    if mask.bytes().all(|byte| byte.is_ascii_digit()) {
        for digits in mask.as_bytes().chunks(19) {
            let digits = std::str::from_utf8(digits).unwrap_or_default();
            let exponent = u32::try_from(digits.len()).unwrap_or_default();
            let mut carry = digits.parse().unwrap_or(0);
            for word in rows.iter_mut().skip(length + 1) {
                (*word, carry) = multiply_add(*word, 10_u64.pow(exponent), carry);
            }
            if carry != 0 && rows.len() - length <= words {
                rows.push(carry);
            }
        }
    }
    let count = u64::try_from(rows.len() - length - 1).unwrap_or_default();
    if let Some(header) = rows.get_mut(length) {
        *header = count;
    }
}

/// Returns the low and the high word of `a * b + c`.
fn multiply_add(a: u64, b: u64, c: u64) -> (u64, u64) {
    let result = u128::from(a) * u128::from(b) + u128::from(c);
    let word = |bits: u128| u64::try_from(bits & u128::from(u64::MAX)).unwrap_or_default();
    (word(result), word(result >> 64))
}

/// Splits a list of the claims `fea`, `pla`, `per`, or `fpm`.
pub(crate) fn elements(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim)
}

/// Removes every leading `org:`. Returns `None` if nothing is left.
pub(crate) fn unprefixed(mut name: &str) -> Option<&str> {
    while let Some(rest) = name.strip_prefix(PREFIX) {
        name = rest;
    }
    Some(name).filter(|name| !name.is_empty())
}

/// An element of the claims `fea` and `pla`: a name and its owner.
pub(crate) struct Scoped<'a> {
    pub(crate) organization: bool,
    pub(crate) user: bool,
    pub(crate) name: &'a str,
}

impl<'a> Scoped<'a> {
    /// Reads an element. Returns `None` if it has no colon.
    pub(crate) fn read(element: &'a str) -> Option<Self> {
        let (scope, name) = element.split_once(':')?;
        let (organization, user) = match scope {
            "o" => (true, false),
            "u" => (false, true),
            "uo" | "ou" => (true, true),
            _ => (false, false),
        };
        Some(Self { organization, user, name })
    }
}
