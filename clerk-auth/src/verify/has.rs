//! Requirements on a session: roles, permissions, features, plans, and reverification.

use std::borrow::{Borrow, Cow};

use super::{
    permissions::{Scoped, elements, unprefixed},
    session::{FactorAges, Session},
};

/// A requirement on a session, for [`Session::has`]. A guard can hold it.
///
/// ```
/// use clerk_auth::{permission, role};
///
/// let requirement = role("org:admin").or(permission("org:invoices:manage"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a requirement does nothing until a session is asked for it"]
pub struct Requirement(Node);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Role(Cow<'static, str>),
    Permission(Cow<'static, str>),
    Feature(Cow<'static, str>),
    Plan(Cow<'static, str>),
    Reverification(Reverification),
    All(Vec<Requirement>),
    Any(Vec<Requirement>),
}

/// Requires a role in the active organization, such as `org:admin`. A leading `org:` may be missing.
pub fn role(name: impl Into<Cow<'static, str>>) -> Requirement {
    Requirement(Node::Role(name.into()))
}

/// Requires a permission in the active organization, such as `org:invoices:manage`.
pub fn permission(name: impl Into<Cow<'static, str>>) -> Requirement {
    Requirement(Node::Permission(name.into()))
}

/// Requires a feature, such as `dashboard`. With a scope, it must belong to the organization
/// (`org:dashboard`) or to the user (`user:dashboard`).
pub fn feature(name: impl Into<Cow<'static, str>>) -> Requirement {
    Requirement(Node::Feature(name.into()))
}

/// Requires a plan, such as `pro`. With a scope, it must belong to the organization (`org:pro`) or
/// to the user (`user:pro`).
pub fn plan(name: impl Into<Cow<'static, str>>) -> Requirement {
    Requirement(Node::Plan(name.into()))
}

/// Requires that the user was verified recently.
pub fn reverification(how: Reverification) -> Requirement {
    Requirement(Node::Reverification(how))
}

/// Requires all of these. An empty list is never met.
pub fn all_of(requirements: impl IntoIterator<Item = Requirement>) -> Requirement {
    Requirement(Node::All(requirements.into_iter().collect()))
}

/// Requires one of these. An empty list is never met.
pub fn any_of(requirements: impl IntoIterator<Item = Requirement>) -> Requirement {
    Requirement(Node::Any(requirements.into_iter().collect()))
}

impl Requirement {
    /// Requires `other` too.
    pub fn and(self, other: Self) -> Self {
        match self.0 {
            Node::All(mut all) if !all.is_empty() => {
                all.push(other);
                Self(Node::All(all))
            }
            node => all_of([Self(node), other]),
        }
    }

    /// Requires `other` instead, if this is not met.
    pub fn or(self, other: Self) -> Self {
        match self.0 {
            Node::Any(mut any) => {
                any.push(other);
                Self(Node::Any(any))
            }
            node => any_of([Self(node), other]),
        }
    }

    /// Returns whether an active session meets this.
    fn is_met_by(&self, session: &Session) -> bool {
        match &self.0 {
            Node::Role(name) => {
                let organization = session.organization.as_ref();
                let own = organization.and_then(|it| it.role.as_deref()).and_then(unprefixed);
                own.is_some() && own == unprefixed(name)
            }
            Node::Permission(name) => session.has_permission(name),
            Node::Feature(name) => lists(session.features(), name),
            Node::Plan(name) => lists(session.plans(), name),
            Node::Reverification(how) => {
                session.factor_ages.is_some_and(|ages| how.is_met_by(ages))
            }
            Node::All(all) => !all.is_empty() && all.iter().all(|it| it.is_met_by(session)),
            Node::Any(any) => any.iter().any(|it| it.is_met_by(session)),
        }
    }
}

impl Session {
    /// Returns whether the session meets a requirement. A session that is pending meets none.
    ///
    /// ```
    /// use clerk_auth::{Session, permission, role};
    ///
    /// fn may_see(session: &Session) -> bool {
    ///     session.has(role("org:admin").or(permission("org:invoices:read")))
    /// }
    /// ```
    #[must_use]
    pub fn has(&self, requirement: impl Borrow<Requirement>) -> bool {
        !self.is_pending() && requirement.borrow().is_met_by(self)
    }
}

/// Returns whether the claim `fea` or `pla` lists a name, which may have a scope.
fn lists(claim: &str, name: &str) -> bool {
    let (scope, name) = match name.split_once(':') {
        Some((scope, name)) => (Some(scope), name),
        None => (None, name),
    };
    let (organization, user) = match scope {
        None => (true, true),
        Some("o" | "org" | "organization") => (true, false),
        Some("u" | "user") => (false, true),
        Some(_) => return false,
    };
    // An element without a colon makes the whole claim unreadable.
    let mut listed = false;
    for element in elements(claim) {
        let Some(own) = Scoped::read(element) else { return false };
        listed |= own.name == name && (organization && own.organization || user && own.user);
    }
    listed && !name.is_empty()
}

/// The factors that a user must have verified, and how recently.
///
/// A user without the factor in question is measured by the other one, except for
/// [`first_factor`](Self::first_factor).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reverification {
    level: Level,
    minutes: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    First,
    Second,
    Multi,
}

impl Reverification {
    /// Both factors within 10 minutes.
    pub const STRICT_MFA: Self = Self::multi_factor(10);
    /// The second factor within 10 minutes.
    pub const STRICT: Self = Self::second_factor(10);
    /// The second factor within 60 minutes.
    pub const MODERATE: Self = Self::second_factor(60);
    /// The second factor within 1,440 minutes, a day.
    pub const LAX: Self = Self::second_factor(1440);

    /// Requires the first factor within `minutes`.
    #[must_use]
    pub const fn first_factor(minutes: u32) -> Self {
        Self { level: Level::First, minutes }
    }

    /// Requires the second factor within `minutes`. If the user has only one factor, requires that
    /// one.
    #[must_use]
    pub const fn second_factor(minutes: u32) -> Self {
        Self { level: Level::Second, minutes }
    }

    /// Requires both factors within `minutes`. If the user has no second factor, requires the first.
    #[must_use]
    pub const fn multi_factor(minutes: u32) -> Self {
        Self { level: Level::Multi, minutes }
    }

    fn is_met_by(self, ages: FactorAges) -> bool {
        let fresh = |age: Option<u32>| age.is_some_and(|age| self.minutes > age);
        match (self.level, ages.first, ages.second) {
            (Level::First, first, _) => fresh(first),
            (Level::Second, Some(_), second @ Some(_)) => fresh(second),
            (Level::Second, first, second) => fresh(first.or(second)),
            (Level::Multi, first, None) => fresh(first),
            (Level::Multi, first, second) => fresh(first) && fresh(second),
        }
    }
}
