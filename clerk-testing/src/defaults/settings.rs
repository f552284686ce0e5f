//! The settings of the instance.

use std::{collections::BTreeSet, time::Duration};

use clerk_api::users::CreateUser;
use serde_json::json;

use super::params::given;
use crate::failure::{ApiFailure, Outcome};

pub(super) const ADMIN: &str = "org:admin";
const MEMBER: &str = "org:member";
const ADMIN_PERMISSIONS: [&str; 9] = [
    "org:sys_profile:manage",
    "org:sys_profile:delete",
    "org:sys_memberships:read",
    MANAGE_MEMBERS,
    "org:sys_domains:read",
    "org:sys_domains:manage",
    "org:sys_billing:read",
    "org:sys_billing:manage",
    "org:sys_entconns:manage",
];
const MEMBER_PERMISSIONS: [&str; 2] = ["org:sys_memberships:read", "org:sys_billing:read"];
pub(super) const MANAGE_MEMBERS: &str = "org:sys_memberships:manage";
/// The permissions that one member of an organization must have.
const MINIMUM_PERMISSIONS: [&str; 3] =
    ["org:sys_memberships:read", MANAGE_MEMBERS, "org:sys_profile:delete"];

/// The settings of the instance that [`FakeClerk::with_settings`](crate::FakeClerk::with_settings)
/// fakes. The defaults are those of a new Clerk application that requires no attribute of its users.
///
/// ```
/// use clerk_testing::{Attribute, FakeClerk, Settings};
///
/// let settings = Settings::new()
///     .organization_slugs(true)
///     .max_allowed_memberships(100)
///     .role("org:accountant", ["org:sys_billing:read", "org:sys_billing:manage"])
///     .require([Attribute::EmailAddress, Attribute::Password]);
/// let fake = FakeClerk::with_settings(settings);
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    pub(super) max_allowed_memberships: u64,
    pub(super) organization_slugs: bool,
    pub(super) lockout: Option<Duration>,
    required: BTreeSet<Attribute>,
    roles: Vec<Role>,
}

#[derive(Clone, Debug)]
struct Role {
    key: String,
    permissions: Vec<String>,
}

/// An attribute that an instance can require of its users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Attribute {
    /// An email address.
    EmailAddress,
    /// A phone number.
    PhoneNumber,
    /// A username.
    Username,
    /// A first name.
    FirstName,
    /// A last name.
    LastName,
    /// A password, or a password digest.
    Password,
}

impl Attribute {
    /// Returns the name of the param that sets the attribute.
    #[must_use]
    pub fn param(self) -> &'static str {
        match self {
            Self::EmailAddress => "email_address",
            Self::PhoneNumber => "phone_number",
            Self::Username => "username",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Password => "password",
        }
    }

    fn is_in(self, request: &CreateUser) -> bool {
        let has_some = |values: &Option<Vec<String>>| values.iter().any(|all| !all.is_empty());
        let is_set = |text: Option<&String>| text.is_some_and(|text| !text.is_empty());
        match self {
            Self::EmailAddress => has_some(&request.email_address),
            Self::PhoneNumber => has_some(&request.phone_number),
            Self::Username => is_set(given(&request.username)),
            Self::FirstName => is_set(given(&request.first_name)),
            Self::LastName => is_set(given(&request.last_name)),
            Self::Password => {
                given(&request.password).is_some()
                    || given(&request.password_digest).is_some()
                    || given(&request.skip_password_requirement) == Some(&true)
            }
        }
    }

    fn is_identifier(self) -> bool {
        matches!(self, Self::EmailAddress | Self::PhoneNumber | Self::Username)
    }
}

impl Settings {
    /// Returns the default settings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how many members a new organization may have, pending invitations included. 0 means no
    /// limit. Default: 5.
    #[must_use]
    pub fn max_allowed_memberships(mut self, limit: u64) -> Self {
        self.max_allowed_memberships = limit;
        self
    }

    /// Sets whether organizations have slugs. Default: `false`, as in applications created after
    /// 2025-10-07.
    #[must_use]
    pub fn organization_slugs(mut self, enabled: bool) -> Self {
        self.organization_slugs = enabled;
        self
    }

    /// Sets the attributes that a new user must have. Default: none. Every user needs an identifier:
    /// an email address, a phone number, a web3 wallet, or a username.
    #[must_use]
    pub fn require(mut self, attributes: impl IntoIterator<Item = Attribute>) -> Self {
        self.required = attributes.into_iter().collect();
        self
    }

    /// Adds a role of organizations with its permissions, or replaces it. Default: `org:admin` and
    /// `org:member`.
    #[must_use]
    pub fn role(
        mut self,
        key: impl Into<String>,
        permissions: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let key = key.into();
        self.roles.retain(|role| role.key != key);
        self.roles
            .push(Role { key, permissions: permissions.into_iter().map(Into::into).collect() });
        self
    }

    /// Sets how long a locked user stays locked. `None` means permanently. Default: 1 hour.
    #[must_use]
    pub fn lockout(mut self, duration: impl Into<Option<Duration>>) -> Self {
        self.lockout = duration.into();
        self
    }

    /// Returns whether users must have this attribute.
    pub(super) fn requires(&self, attribute: Attribute) -> bool {
        self.required.contains(&attribute)
    }

    /// Rejects a new user without a required attribute.
    pub(super) fn check_required(&self, request: &CreateUser) -> Outcome<()> {
        let skips_identifiers = given(&request.skip_user_requirement) == Some(&true);
        let missing: Vec<_> = self
            .required
            .iter()
            .filter(|it| !(skips_identifiers && it.is_identifier()))
            .filter(|it| !it.is_in(request))
            .map(|attribute| attribute.param())
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(data_missing(&missing)) }
    }

    /// Returns the permissions of a role, or a 404.
    pub(super) fn permissions(&self, key: &str) -> Outcome<&[String]> {
        let role = self.roles.iter().find(|role| role.key == key).ok_or_else(|| {
            ApiFailure::not_found("resource_not_found")
                .message("not found")
                .long_message(format!("No role was found with key {key}."))
                .meta(json!({ "param_name": "role" }))
        })?;
        Ok(&role.permissions)
    }

    /// Returns whether a role has a permission.
    pub(super) fn permits(&self, key: &str, permission: &str) -> bool {
        self.permissions(key).is_ok_and(|all| all.iter().any(|other| other == permission))
    }

    /// Returns whether a role has the permissions that one member of an organization must have.
    pub(super) fn has_minimum(&self, key: &str) -> bool {
        MINIMUM_PERMISSIONS.iter().all(|permission| self.permits(key, permission))
    }
}

/// 422: attributes that the instance requires are missing.
pub(super) fn data_missing(params: &[&str]) -> ApiFailure {
    ApiFailure::unprocessable("form_data_missing")
        .message("missing data")
        .long_message(format!("{} must be included.", params.join(", ")))
        .meta(json!({ "param_names": params }))
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            max_allowed_memberships: 5,
            organization_slugs: false,
            lockout: Some(Duration::from_secs(3600)),
            required: BTreeSet::new(),
            roles: Vec::new(),
        }
        .role(ADMIN, ADMIN_PERMISSIONS)
        .role(MEMBER, MEMBER_PERMISSIONS)
    }
}
