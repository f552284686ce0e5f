//! JWT templates, which define custom session tokens.
//!
//! A template defines the claims of session tokens that are requested by the template's name.

use clerk_core::{Endpoint, Json, Page, Patch, SecretString, Timestamp, model};

use crate::JwtTemplateId;

pub use crate::models::deleted::DeletedObject;

/// Lists the JWT templates.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/jwt_templates",
    response = Page<JwtTemplate>,
    operation = "ListJWTTemplates",
    pages = offset,
    incoming,
)]
pub struct ListJwtTemplates {
    /// Whether the response includes the total number of templates. Server default: `false`.
    pub paginated: Option<bool>,
    /// Maximum number of templates, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of templates to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates a JWT template.
///
/// Fails with 402 if the plan does not include custom templates.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/jwt_templates",
    response = JwtTemplate,
    errors(400, 402, 422),
    operation = "CreateJWTTemplate",
    incoming,
)]
pub struct CreateJwtTemplate {
    /// The name used to request tokens of this template.
    pub name: String,
    /// The claims: a JSON object. Its strings may contain placeholders such as `{{user.id}}`.
    pub claims: Json,
    /// Lifetime of the tokens, in seconds, 30 to 315,360,000.
    pub lifetime: Option<u32>,
    /// Allowed difference between the clocks of signer and verifier, in seconds, at most 300.
    pub allowed_clock_skew: Option<u32>,
    /// Whether to sign the tokens with a custom key instead of the instance's key.
    pub custom_signing_key: Option<bool>,
    /// The algorithm of the custom key, such as `HS256`. Goes with
    /// [`custom_signing_key`](Self::custom_signing_key).
    pub signing_algorithm: Option<String>,
    /// The private or shared key that signs the tokens. Goes with
    /// [`custom_signing_key`](Self::custom_signing_key).
    pub signing_key: Option<SecretString>,
}

/// Gets a JWT template.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/jwt_templates/{template_id}",
    response = JwtTemplate,
    errors(404),
    operation = "GetJWTTemplate",
    incoming,
)]
pub struct GetJwtTemplate {
    /// The template to get.
    pub template_id: JwtTemplateId,
}

/// Updates a JWT template. The name and the claims are required.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/jwt_templates/{template_id}",
    response = JwtTemplate,
    errors(400, 402, 422),
    operation = "UpdateJWTTemplate",
    incoming,
)]
pub struct UpdateJwtTemplate {
    /// The template to update.
    pub template_id: JwtTemplateId,
    /// The name used to request tokens of this template.
    pub name: String,
    /// The claims: a JSON object. Its strings may contain placeholders such as `{{user.id}}`.
    pub claims: Json,
    /// Lifetime of the tokens, in seconds, 30 to 315,360,000.
    pub lifetime: Patch<u32>,
    /// Allowed difference between the clocks of signer and verifier, in seconds, at most 300.
    pub allowed_clock_skew: Patch<u32>,
    /// Whether to sign the tokens with a custom key instead of the instance's key.
    pub custom_signing_key: Option<bool>,
    /// The algorithm of the custom key, such as `HS256`. Goes with
    /// [`custom_signing_key`](Self::custom_signing_key).
    pub signing_algorithm: Patch<String>,
    /// The private or shared key that signs the tokens. Goes with
    /// [`custom_signing_key`](Self::custom_signing_key).
    pub signing_key: Patch<SecretString>,
}

/// Deletes a JWT template. It creates no more tokens.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/jwt_templates/{template_id}",
    response = DeletedObject,
    errors(403, 404),
    operation = "DeleteJWTTemplate",
    incoming,
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

/// A template of session tokens, which are requested by the template's name.
#[model("jwt_template")]
pub struct JwtTemplate {
    /// The template's ID.
    pub id: JwtTemplateId,
    /// The name used to request tokens of this template.
    pub name: String,
    /// The claims, with their placeholders.
    pub claims: Option<Json>,
    /// Lifetime of the tokens, in seconds.
    pub lifetime: Option<u64>,
    /// Allowed difference between the clocks of signer and verifier, in seconds.
    pub allowed_clock_skew: Option<u64>,
    /// Whether tokens are signed with a custom key instead of the instance's key.
    #[serde(default)]
    pub custom_signing_key: bool,
    /// The algorithm of the signature, such as `RS256`.
    pub signing_algorithm: Option<String>,
    /// When the template was created.
    pub created_at: Timestamp,
    /// When the template last changed.
    pub updated_at: Option<Timestamp>,
}
