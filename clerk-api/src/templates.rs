//! Templates of emails and text messages.
//!
//! All of these operations are deprecated. Templates are edited in Clerk's dashboard.

use clerk_core::{Endpoint, Json, Page, Patch, StringEnum, Timestamp, model};

use crate::{InstanceId, TemplateId};

/// Lists the templates of one type, by position.
#[deprecated(note = "read the templates in Clerk's dashboard")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/templates/{template_type}",
    response = Page<Template>,
    errors(400, 401, 422),
    operation = "GetTemplateList",
    pages = offset,
    incoming,
)]
pub struct ListTemplates {
    /// The type of the templates to list.
    pub template_type: TemplateType,
    /// Whether the response includes the total number of templates. Server default: `false`.
    pub paginated: Option<bool>,
    /// Maximum number of templates, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of templates to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Gets a template.
#[deprecated(note = "read the templates in Clerk's dashboard")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/templates/{template_type}/{slug}",
    response = Template,
    errors(400, 401, 404),
    incoming,
)]
pub struct GetTemplate {
    /// The template's type.
    pub template_type: TemplateType,
    /// The template's slug.
    pub slug: String,
}

/// Updates a template.
#[deprecated(note = "edit the templates in Clerk's dashboard")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/templates/{template_type}/{slug}",
    response = Template,
    errors(400, 401, 402, 403, 404, 422, 423, 429),
    incoming,
)]
pub struct UpsertTemplate {
    /// The template's type.
    pub template_type: TemplateType,
    /// The template's slug.
    pub slug: String,
    /// The template's name, as users see it.
    pub name: Option<String>,
    /// The subject. Emails only.
    pub subject: Patch<String>,
    /// The editor's markup, which the body is made from.
    pub markup: Patch<String>,
    /// The body, with variables.
    pub body: Option<String>,
    /// Whether Clerk delivers the messages of the template.
    pub delivered_by_clerk: Patch<bool>,
    /// The local part of the sender's email address, before the `@`. Emails only.
    pub from_email_name: Option<String>,
    /// The local part of the reply-to email address, before the `@`. Emails only.
    pub reply_to_email_name: Option<String>,
}

/// Reverts a template to Clerk's default.
#[deprecated(note = "revert the templates in Clerk's dashboard")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/templates/{template_type}/{slug}/revert",
    response = Template,
    errors(400, 401, 402, 404),
    incoming,
)]
pub struct RevertTemplate {
    /// The template's type.
    pub template_type: TemplateType,
    /// The template's slug.
    pub slug: String,
}

/// Renders a template with sample values, without storing anything.
#[deprecated(note = "preview the templates in Clerk's dashboard")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/templates/{template_type}/{slug}/preview",
    response = Json,
    errors(400, 401, 404, 422),
    incoming,
)]
pub struct PreviewTemplate {
    /// The template's type.
    pub template_type: TemplateType,
    /// The template's slug.
    pub slug: String,
    /// The subject. Emails only.
    pub subject: Option<String>,
    /// The body, with variables.
    pub body: Option<String>,
    /// The local part of the sender's email address, before the `@`. Emails only.
    pub from_email_name: Option<String>,
    /// The local part of the reply-to email address, before the `@`. Emails only.
    pub reply_to_email_name: Option<String>,
}

/// Updates whether Clerk delivers the messages of a template.
///
/// If not, the application delivers them when it receives the webhooks `email.created` and
/// `sms.created`.
#[deprecated(note = "choose who delivers in Clerk's dashboard")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/templates/{template_type}/{slug}/toggle_delivery",
    response = Template,
    errors(400, 401, 404, 423, 429),
    incoming,
)]
pub struct ToggleTemplateDelivery {
    /// The template's type.
    pub template_type: TemplateType,
    /// The template's slug.
    pub slug: String,
    /// Whether Clerk delivers the messages of the template.
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

/// The type of a template.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum TemplateType {
    /// Emails.
    Email,
    /// Text messages.
    Sms,
    /// An unknown type, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// A template of emails or text messages.
#[model("template")]
pub struct Template {
    /// The template's ID.
    pub id: Option<TemplateId>,
    /// The instance that the template belongs to.
    pub instance_id: Option<InstanceId>,
    /// Whether the template is Clerk's default, `system`, or was changed by the instance, `user`.
    pub resource_type: Option<String>,
    /// The template's type.
    pub template_type: Option<TemplateType>,
    /// The template's name, as users see it.
    pub name: Option<String>,
    /// The template's slug, which the operations take.
    pub slug: Option<String>,
    /// The template's position in the list.
    pub position: Option<i64>,
    /// Whether the template differs from Clerk's default and can be reverted to it.
    #[serde(default)]
    pub can_revert: bool,
    /// Whether the template can be deleted.
    #[serde(default)]
    pub can_delete: bool,
    /// Whether the body can be edited.
    #[serde(default)]
    pub can_edit_body: bool,
    /// Whether the template can be enabled and disabled. Only notifications by text message can.
    #[serde(default)]
    pub can_toggle: bool,
    /// The subject of the email.
    pub subject: Option<String>,
    /// The editor's markup, which the body is made from.
    pub markup: Option<String>,
    /// The body, with variables.
    pub body: Option<String>,
    /// The variables that the body may contain.
    #[serde(default)]
    pub available_variables: Vec<String>,
    /// The variables that the body must contain.
    #[serde(default)]
    pub required_variables: Vec<String>,
    /// The local part of the sender's email address, before the `@`.
    pub from_email_name: Option<String>,
    /// The local part of the reply-to email address, before the `@`.
    pub reply_to_email_name: Option<String>,
    /// Whether Clerk delivers the messages of the template.
    #[serde(default)]
    pub delivered_by_clerk: bool,
    /// Whether the template is enabled.
    #[serde(default)]
    pub enabled: bool,
    /// Whether Clerk suspects that the template is fraudulent.
    #[serde(default)]
    pub flagged_as_suspicious: bool,
    /// When the template last changed.
    pub updated_at: Option<Timestamp>,
    /// When the template was created.
    pub created_at: Option<Timestamp>,
}
