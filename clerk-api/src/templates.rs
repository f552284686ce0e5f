//! Templates of emails and text messages.
//!
//! All of these operations are deprecated. The templates are edited in Clerk's dashboard.

use clerk_core::{Json, Page, Patch, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use crate::{InstanceId, TemplateId};

/// Lists the templates of one type, by their position.
#[deprecated(note = "read the templates in Clerk's dashboard")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/templates/{template_type}",
    operation = "GetTemplateList",
    response = Page<Template>,
    pages = offset,
    errors(400, 401, 422),
)]
pub struct ListTemplates {
    /// Whether templates of emails or of text messages are listed.
    pub template_type: TemplateType,
    /// Whether the answer says how many templates there are in all. The server's default is
    /// `false`.
    pub paginated: Option<bool>,
    /// How many templates at most, 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many templates to pass over. The server's default is 0.
    pub offset: Option<u64>,
}

/// Gives a template.
#[deprecated(note = "read the templates in Clerk's dashboard")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/templates/{template_type}/{slug}",
    response = Template,
    errors(400, 401, 404),
)]
pub struct GetTemplate {
    /// The template's type.
    pub template_type: TemplateType,
    /// The template's slug.
    pub slug: String,
}

/// Changes a template.
#[deprecated(note = "edit the templates in Clerk's dashboard")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/templates/{template_type}/{slug}",
    response = Template,
    errors(400, 401, 402, 403, 404, 422, 423, 429),
)]
pub struct UpsertTemplate {
    /// The template's type.
    pub template_type: TemplateType,
    /// The template's slug.
    pub slug: String,
    /// The name that people see.
    pub name: Option<String>,
    /// The subject. Emails only.
    pub subject: Patch<String>,
    /// The editor's markup, of which the body is made.
    pub markup: Patch<String>,
    /// The body, with its variables.
    pub body: Option<String>,
    /// Whether Clerk delivers what is made of the template.
    pub delivered_by_clerk: Patch<bool>,
    /// The part before the `@` of the address that emails come from. Emails only.
    pub from_email_name: Option<String>,
    /// The part before the `@` of the address that answers go to. Emails only.
    pub reply_to_email_name: Option<String>,
}

/// Puts a template back to what Clerk has by default.
#[deprecated(note = "revert the templates in Clerk's dashboard")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/templates/{template_type}/{slug}/revert",
    response = Template,
    errors(400, 401, 402, 404),
)]
pub struct RevertTemplate {
    /// The template's type.
    pub template_type: TemplateType,
    /// The template's slug.
    pub slug: String,
}

/// Renders a template with sample values. Nothing is stored.
#[deprecated(note = "preview the templates in Clerk's dashboard")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/templates/{template_type}/{slug}/preview",
    response = Json,
    errors(400, 401, 404, 422),
)]
pub struct PreviewTemplate {
    /// The template's type.
    pub template_type: TemplateType,
    /// The template's slug.
    pub slug: String,
    /// The subject. Emails only.
    pub subject: Patch<String>,
    /// The body, with its variables.
    pub body: Option<String>,
    /// The part before the `@` of the address that emails come from. Emails only.
    pub from_email_name: Option<String>,
    /// The part before the `@` of the address that answers go to. Emails only.
    pub reply_to_email_name: Option<String>,
}

/// Says whether Clerk delivers what is made of a template.
///
/// Where it does not, the application delivers it, on the webhooks `email.created` and
/// `sms.created`.
#[deprecated(note = "choose who delivers in Clerk's dashboard")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/templates/{template_type}/{slug}/toggle_delivery",
    response = Template,
    errors(400, 401, 404, 423, 429),
)]
pub struct ToggleTemplateDelivery {
    /// The template's type.
    pub template_type: TemplateType,
    /// The template's slug.
    pub slug: String,
    /// Whether Clerk delivers.
    pub delivered_by_clerk: Option<bool>,
}

crate::endpoints! {
    ListTemplates,
    GetTemplate,
    UpsertTemplate,
    RevertTemplate,
    PreviewTemplate,
    ToggleTemplateDelivery,
}

/// What a template makes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum TemplateType {
    /// Emails.
    Email,
    /// Text messages.
    Sms,
    /// A type that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// A template of emails or text messages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "template")]
#[non_exhaustive]
pub struct Template {
    /// The template's ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<TemplateId>,
    /// The instance that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<InstanceId>,
    /// Whether it is Clerk's own, `system`, or the instance's, `user`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    /// What it makes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_type: Option<TemplateType>,
    /// The name that people see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The name that the operations take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Its place among the templates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    /// Whether it differs from Clerk's default and can be put back to it.
    #[serde(default)]
    pub can_revert: bool,
    /// Whether it can be deleted.
    #[serde(default)]
    pub can_delete: bool,
    /// Whether its body can be changed.
    #[serde(default)]
    pub can_edit_body: bool,
    /// Whether it can be turned on and off, as the notifications by text message can.
    #[serde(default)]
    pub can_toggle: bool,
    /// The subject of the email.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The editor's markup, of which the body is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markup: Option<String>,
    /// The body, with its variables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The variables that the body may have.
    #[serde(default)]
    pub available_variables: Vec<String>,
    /// The variables that the body must have.
    #[serde(default)]
    pub required_variables: Vec<String>,
    /// The part before the `@` of the address that emails come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_email_name: Option<String>,
    /// The part before the `@` of the address that answers go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to_email_name: Option<String>,
    /// Whether Clerk delivers what is made of it.
    #[serde(default)]
    pub delivered_by_clerk: bool,
    /// Whether it is turned on.
    #[serde(default)]
    pub enabled: bool,
    /// Whether Clerk holds it for an attempt at fraud.
    #[serde(default)]
    pub flagged_as_suspicious: bool,
    /// When it last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// When it was created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
}
