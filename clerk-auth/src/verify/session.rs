//! Who is calling: the claims of a verified session token.

use std::{borrow::Cow, fmt, time::Duration};

use clerk_api::{OrganizationId, SessionId, UserId};
use clerk_core::{Json, StringEnum, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{
    claims::Claims,
    permissions::{PREFIX, Permissions},
    raw::{self, object, raw_object, some_text, text},
};
use crate::error::VerifyError;

/// A user who is signed in: the claims of a verified session token, of version 1 or 2.
///
/// Claims of a wrong type count as absent, except for those that verification needs.
#[derive(Clone)]
#[non_exhaustive]
pub struct Session {
    /// The user (`sub`).
    pub user_id: UserId,
    /// The session (`sid`).
    pub session_id: SessionId,
    /// The status of the session (`sts`).
    pub status: Option<SessionStatus>,
    /// The active organization (`o`, or `org_id` and others in version 1).
    pub organization: Option<Organization>,
    /// The person who acts as the user (`act`), if someone does.
    pub actor: Option<Actor>,
    /// How long ago the user was verified (`fva`).
    pub factor_ages: Option<FactorAges>,
    /// The issuer (`iss`): the URL of the instance's Frontend API.
    pub issuer: Option<String>,
    /// The origin that the token was made for (`azp`), such as `https://app.example.com`.
    pub authorized_party: Option<String>,
    /// When the token was issued (`iat`).
    pub issued_at: Option<Timestamp>,
    /// When the token expires (`exp`).
    pub expires_at: Timestamp,
    permissions: Permissions,
    features: Option<String>,
    plans: Option<String>,
    claims: String,
}

/// The status of a session.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SessionStatus {
    /// The user is signed in.
    Active,
    /// The user has tasks to complete before the session becomes active. It meets no
    /// [`Requirement`](crate::Requirement).
    Pending,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The active organization of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Organization {
    /// The organization.
    pub id: OrganizationId,
    /// The slug, which appears in URLs.
    pub slug: Option<String>,
    /// The user's role, such as `org:admin`.
    pub role: Option<String>,
}

/// The person who acts as the user of a session (`act`).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Actor {
    /// The actor's user ID (`sub`), if it can be read.
    pub user_id: Option<UserId>,
    /// The actor's own session (`sid`).
    pub session_id: Option<SessionId>,
    /// The issuer of the actor's session (`iss`).
    pub issuer: Option<String>,
    /// The whole claim. Its form is not fixed.
    pub claim: Json,
}

/// How many minutes ago a user was verified, by factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactorAges {
    /// The age of the first factor, such as a password, or `None` if the user has none.
    pub first: Option<u32>,
    /// The age of the second factor, or `None` if the user has none.
    pub second: Option<u32>,
}

impl Session {
    /// Returns whether the status is `pending`.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.status == Some(SessionStatus::Pending)
    }

    /// Returns whether someone else acts as the user.
    #[must_use]
    pub fn is_impersonated(&self) -> bool {
        self.actor.is_some()
    }

    /// Returns the user's permissions in the organization, such as `org:invoices:manage`.
    pub fn permissions(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.permissions.iter(self.features())
    }

    /// Returns the list of features (`fea`), such as `o:dashboard,u:chat`. Empty if there are none.
    #[must_use]
    pub fn features(&self) -> &str {
        self.features.as_deref().unwrap_or_default()
    }

    /// Returns the list of plans (`pla`), such as `u:free,o:pro`. Empty if there are none.
    #[must_use]
    pub fn plans(&self) -> &str {
        self.plans.as_deref().unwrap_or_default()
    }

    /// Reads the claims, among them custom ones, into a type of the caller's own.
    ///
    /// ```
    /// use clerk_auth::Session;
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Custom {
    ///     email: String,
    /// }
    ///
    /// fn email(session: &Session) -> Option<String> {
    ///     session.claims::<Custom>().ok().map(|custom| custom.email)
    /// }
    /// ```
    ///
    /// # Errors
    /// If the claims are not those of a `T`.
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.claims)
    }

    /// Returns all claims as the JSON object that was signed.
    #[must_use]
    pub fn raw_claims(&self) -> &str {
        &self.claims
    }

    pub(crate) fn has_permission(&self, permission: &str) -> bool {
        self.organization.is_some() && self.permissions.contains(self.features(), permission)
    }

    /// Reads claims that have been verified and checked. [`with_payload`](Self::with_payload) must
    /// follow.
    pub(crate) fn new(claims: &Claims<'_>) -> Result<Self, VerifyError> {
        let (user, session) = claims.session()?;
        let features = owned(claims.fea);
        let (organization, permissions) = match claims.v.and_then(raw::number) {
            Some(2.0) => organization_v2(claims, features.as_deref().unwrap_or_default()),
            _ => organization_v1(claims),
        };
        Ok(Self {
            user_id: user.into_owned().into(),
            session_id: session.into_owned().into(),
            status: claims.sts.and_then(text).map(|status| SessionStatus::from(&*status)),
            organization,
            actor: claims.act.and_then(Actor::read),
            factor_ages: claims.fva.and_then(FactorAges::read),
            issuer: owned(claims.iss),
            authorized_party: owned(claims.azp),
            issued_at: raw::timestamp(claims.iat),
            expires_at: raw::timestamp(claims.exp).unwrap_or(Timestamp::from_unix_millis(0)),
            permissions,
            features,
            plans: owned(claims.pla),
            claims: String::new(),
        })
    }

    /// Adds the JSON object that holds the claims.
    pub(crate) fn with_payload(mut self, payload: String) -> Self {
        self.claims = payload;
        self
    }
}

/// Shows no custom claims, which may be personal.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("user_id", &self.user_id)
            .field("session_id", &self.session_id)
            .field("status", &self.status)
            .field("organization", &self.organization)
            .field("impersonated", &self.is_impersonated())
            .field("factor_ages", &self.factor_ages)
            .field("issuer", &self.issuer)
            .field("authorized_party", &self.authorized_party)
            .field("issued_at", &self.issued_at)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

fn owned(raw: Option<&RawValue>) -> Option<String> {
    raw.and_then(text).map(Cow::into_owned)
}

fn organization_v1(claims: &Claims<'_>) -> (Option<Organization>, Permissions) {
    let Some(id) = some_text(claims.org_id) else { return (None, Permissions::default()) };
    let organization = Organization {
        id: id.into_owned().into(),
        slug: owned(claims.org_slug),
        role: owned(claims.org_role),
    };
    (Some(organization), Permissions::from_names(claims.org_permissions))
}

raw_object! {
    /// The claim `o` of version 2.
    O { id slg rol per fpm }
}

raw_object! {
    /// The claim `act`.
    Act { sub sid iss }
}

fn organization_v2(claims: &Claims<'_>, features: &str) -> (Option<Organization>, Permissions) {
    let o: O<'_> = claims.o.and_then(|o| object(o.get())).unwrap_or_default();
    let Some(id) = some_text(o.id) else { return (None, Permissions::default()) };
    let role = o.rol.and_then(text).map(|role| [PREFIX, &role].concat());
    let permissions = match (o.per.and_then(text), o.fpm.and_then(text)) {
        (Some(names), Some(masks)) => Permissions::from_bits(features, names, &masks),
        _ => Permissions::default(),
    };
    (Some(Organization { id: id.into_owned().into(), slug: owned(o.slg), role }), permissions)
}

impl Actor {
    fn read(claim: &RawValue) -> Option<Self> {
        if claim.get() == "null" {
            return None;
        }
        let act: Act<'_> = object(claim.get()).unwrap_or_default();
        Some(Self {
            user_id: owned(act.sub).map(UserId::from),
            session_id: owned(act.sid).map(SessionId::from),
            issuer: owned(act.iss),
            claim: Json::new(claim).ok()?,
        })
    }
}

impl FactorAges {
    fn read(claim: &RawValue) -> Option<Self> {
        let ages: [f64; 2] = serde_json::from_str(claim.get()).ok()?;
        let [first, second] = ages.map(age);
        Some(Self { first: first?, second: second? })
    }
}

/// Reads an age in minutes: `Some(None)` if the user has no such factor, and `None` if it is
/// unreadable.
fn age(minutes: f64) -> Option<Option<u32>> {
    if minutes == -1.0 {
        return Some(None);
    }
    let minutes = Duration::try_from_secs_f64(minutes);
    minutes.ok().map(|it| Some(u32::try_from(it.as_secs()).unwrap_or(u32::MAX)))
}
