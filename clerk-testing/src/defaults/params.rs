//! Params of requests: the values that they set, and checks that several resources share.

use clerk_core::Patch;

use super::failures::{invalid, malformed};
use crate::failure::Outcome;

/// A param that may set a value: an `Option` when something is created, a `Patch` when it changes.
pub(super) trait Change<T> {
    /// Returns the value that it sets, if any.
    fn given(&self) -> Option<&T>;

    fn into_patch(self) -> Patch<T>;
}

impl<T> Change<T> for Patch<T> {
    fn given(&self) -> Option<&T> {
        self.sent().flatten()
    }

    fn into_patch(self) -> Self {
        self
    }
}

impl<T> Change<T> for Option<T> {
    fn given(&self) -> Option<&T> {
        self.as_ref()
    }

    fn into_patch(self) -> Patch<T> {
        Patch::set_or_keep(self)
    }
}

/// Applies a change to an optional field.
pub(super) fn patch<T>(field: &mut Option<T>, change: impl Change<T>) {
    match change.into_patch() {
        Patch::Keep => {}
        Patch::Clear => *field = None,
        Patch::Set(value) => *field = Some(value),
    }
}

/// Applies a change to a field that cannot be cleared.
pub(super) fn set<T>(field: &mut T, change: impl Change<T>) {
    if let Patch::Set(value) = change.into_patch() {
        *field = value;
    }
}

/// Returns the value that a param sets, if any.
pub(super) fn given<T>(change: &impl Change<T>) -> Option<&T> {
    change.given()
}

/// Rejects an invalid email address.
pub(super) fn check_email(name: &str, address: &str) -> Outcome<()> {
    match address.split_once('@') {
        Some((local, domain)) if !local.is_empty() && domain.contains('.') => Ok(()),
        _ => Err(malformed(name, "must be a valid email address")),
    }
}

/// Returns for how many days an invitation is valid. Default: 30.
pub(super) fn check_days(days: &impl Change<u32>) -> Outcome<u32> {
    match given(days).copied().unwrap_or(30) {
        days @ 1..=365 => Ok(days),
        _ => Err(invalid("expires_in_days", "must be from 1 to 365")),
    }
}

/// Rejects a locale that is not a language tag, such as `en-US` (BCP 47).
pub(super) fn check_locale(locale: &impl Change<String>) -> Outcome<()> {
    let Some(locale) = given(locale) else { return Ok(()) };
    let mut tags = locale.split('-');
    let is_language = |tag: &str| {
        (2..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let is_subtag = |tag: &str| {
        (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if tags.next().is_some_and(is_language) && tags.all(is_subtag) {
        return Ok(());
    }
    Err(malformed("locale", "must be a language tag, such as en-US"))
}
