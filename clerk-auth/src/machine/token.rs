//! A machine's token that is verified.

use clerk_core::Json;
use serde_json::{Map, Value};

use super::kinds::TokenKind;

/// The claims of a machine's JWT that describe the token itself. The rest is the application's.
const REGISTERED: [&str; 6] = ["iss", "sub", "exp", "nbf", "iat", "jti"];

/// A machine's token that is verified: an M2M token, an API key, or an OAuth access token.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MachineToken {
    pub(super) kind: TokenKind,
    /// The ID of the token. Empty for a JWT without one.
    pub id: String,
    /// The ID of the token's owner: a user, an organization, or a machine.
    pub subject: String,
    /// The scopes that the token grants. For an M2M token, the machines that it may call.
    pub scopes: Vec<String>,
    /// The claims of the token: any JSON. For a JWT, all but the registered ones.
    pub claims: Option<Json>,
    /// The client ID of the OAuth application.
    pub client_id: Option<String>,
}

impl MachineToken {
    /// Returns the kind of the token.
    #[must_use]
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// Returns the owner's ID, if the owner is a user.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        self.owner("user_")
    }

    /// Returns the owner's ID, if the owner is an organization.
    #[must_use]
    pub fn organization_id(&self) -> Option<&str> {
        self.owner("org_")
    }

    /// Returns the owner's ID, if the owner is a machine.
    #[must_use]
    pub fn machine_id(&self) -> Option<&str> {
        self.owner("mch_")
    }

    /// Returns whether the token grants a scope.
    #[must_use]
    pub fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|granted| granted == scope)
    }

    fn owner(&self, prefix: &str) -> Option<&str> {
        self.subject.starts_with(prefix).then_some(&*self.subject)
    }

    /// Reads the verified claims of a machine's JWT. `None` without a subject.
    pub(super) fn from_claims(kind: TokenKind, claims: &Map<String, Value>) -> Option<Self> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
        let names: [&str; 2] =
            if kind == TokenKind::M2m { ["scopes", "aud"] } else { ["scp", "scope"] };
        let scopes = names.iter().find_map(|name| claims.get(*name)).map(list).unwrap_or_default();
        let own: Map<_, _> = claims
            .iter()
            .filter(|(name, _)| !REGISTERED.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        Some(Self {
            kind,
            id: text("jti").unwrap_or_default(),
            subject: text("sub").filter(|subject| !subject.is_empty())?,
            scopes,
            claims: (!own.is_empty()).then(|| Json::from(Value::Object(own))),
            client_id: text("client_id"),
        })
    }
}

/// Reads a list of texts, or one text with spaces between them.
fn list(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text.split_ascii_whitespace().map(str::to_owned).collect(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}
