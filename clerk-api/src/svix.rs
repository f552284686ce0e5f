//! The Svix application that delivers webhooks.

use clerk_core::{Endpoint, SecretString, model};

/// Creates the instance's Svix application, which delivers its webhooks.
///
/// Fails with 400 if the instance already has one.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/webhooks/svix", response = SvixUrl, errors(400), incoming)]
pub struct CreateSvixApp {}

/// Deletes the instance's Svix application. Webhooks are no longer delivered.
///
/// Fails with 400 if the instance has none.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = DELETE, path = "/webhooks/svix", errors(400), incoming)]
pub struct DeleteSvixApp {}

/// Creates a URL that opens Svix's dashboard for the instance's webhooks.
///
/// Fails with 400 if the instance has no Svix application.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/webhooks/svix_url",
    response = SvixUrl,
    errors(400),
    operation = "GenerateSvixAuthURL",
    incoming,
)]
pub struct GenerateSvixAuthUrl {}

crate::endpoints! { CreateSvixApp, DeleteSvixApp, GenerateSvixAuthUrl }

/// A URL that opens Svix's dashboard.
#[model]
pub struct SvixUrl {
    /// The URL. Anyone who has it is signed in at Svix.
    pub svix_url: SecretString,
}
