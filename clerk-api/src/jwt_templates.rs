//! Templates of custom session tokens.
//!
//! A template says which claims a session's token has when it is asked for by the template's name.

use clerk_core::{Json, Page, Patch, SecretString, Timestamp};
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

use crate::JwtTemplateId;

pub use crate::models::deleted::DeletedObject;

/// Lists the JWT templates.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/jwt_templates",
    operation = "ListJWTTemplates",
    response = Page<JwtTemplate>,
    pages = offset,
)]
pub struct ListJwtTemplates {
    /// Whether the answer says how many templates there are in all. The server's default is
    /// `false`.
    pub paginated: Option<bool>,
    /// How many templates at most, 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many templates to pass over. The server's default is 0.
    pub offset: Option<u64>,
}

/// Creates a JWT template.
///
/// It answers 402 where the plan has no custom templates.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/jwt_templates",
    operation = "CreateJWTTemplate",
    response = JwtTemplate,
    errors(400, 402, 422),
)]
pub struct CreateJwtTemplate {
    /// The name by which tokens of this template are asked for.
    pub name: String,
    /// The claims: a JSON object, whose strings may have placeholders such as `{{user.id}}`.
    pub claims: Json,
    /// Lifetime of the tokens, in seconds, 30 to 315,360,000.
    pub lifetime: Patch<u32>,
    /// By how much the clocks of signer and reader may differ, in seconds, at most 300.
    pub allowed_clock_skew: Patch<u32>,
    /// Whether the tokens are signed with a key of one's own in place of the instance's.
    pub custom_signing_key: Option<bool>,
    /// The algorithm of the signing key, such as `HS256`. It goes with `custom_signing_key`.
    pub signing_algorithm: Patch<String>,
    /// The private or shared key that signs. It goes with `custom_signing_key`.
    pub signing_key: Patch<SecretString>,
}

/// Gives a JWT template.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/jwt_templates/{template_id}",
    operation = "GetJWTTemplate",
    response = JwtTemplate,
    errors(404),
)]
pub struct GetJwtTemplate {
    /// The template to give.
    pub template_id: JwtTemplateId,
}

/// Changes a JWT template. Name and claims are always sent, the rest as needed.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/jwt_templates/{template_id}",
    operation = "UpdateJWTTemplate",
    response = JwtTemplate,
    errors(400, 402, 422),
)]
pub struct UpdateJwtTemplate {
    /// The template to change.
    pub template_id: JwtTemplateId,
    /// The name by which tokens of this template are asked for.
    pub name: String,
    /// The claims: a JSON object, whose strings may have placeholders such as `{{user.id}}`.
    pub claims: Json,
    /// Lifetime of the tokens, in seconds, 30 to 315,360,000.
    pub lifetime: Patch<u32>,
    /// By how much the clocks of signer and reader may differ, in seconds, at most 300.
    pub allowed_clock_skew: Patch<u32>,
    /// Whether the tokens are signed with a key of one's own in place of the instance's.
    pub custom_signing_key: Option<bool>,
    /// The algorithm of the signing key, such as `HS256`. It goes with `custom_signing_key`.
    pub signing_algorithm: Patch<String>,
    /// The private or shared key that signs. It goes with `custom_signing_key`.
    pub signing_key: Patch<SecretString>,
}

/// Deletes a JWT template. No more tokens are made of it.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/jwt_templates/{template_id}",
    operation = "DeleteJWTTemplate",
    response = DeletedObject,
    errors(403, 404),
)]
pub struct DeleteJwtTemplate {
    /// The template to delete.
    pub template_id: JwtTemplateId,
}

crate::endpoints! {
    ListJwtTemplates,
    CreateJwtTemplate,
    GetJwtTemplate,
    UpdateJwtTemplate,
    DeleteJwtTemplate,
}

/// What the tokens of a session look like when they are asked for by the template's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "jwt_template")]
#[non_exhaustive]
pub struct JwtTemplate {
    /// The template's ID.
    pub id: JwtTemplateId,
    /// The name by which tokens are asked for.
    pub name: String,
    /// The claims, with their placeholders.
    pub claims: Json,
    /// Lifetime of the tokens, in seconds.
    pub lifetime: u32,
    /// By how much the clocks of signer and reader may differ, in seconds.
    pub allowed_clock_skew: u32,
    /// Whether the tokens are signed with a key other than the instance's.
    #[serde(default)]
    pub custom_signing_key: bool,
    /// The algorithm that signs, such as `RS256`.
    pub signing_algorithm: String,
    /// When the template was created.
    pub created_at: Timestamp,
    /// When the template last changed.
    pub updated_at: Timestamp,
}
