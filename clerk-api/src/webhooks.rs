//! The Svix application that delivers webhooks.

use clerk_core::SecretString;
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

/// Creates the instance's Svix application, through which its webhooks go.
///
/// It answers 400 where the instance has one already.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = POST, path = "/webhooks/svix", response = SvixUrl, errors(400))]
pub struct CreateSvixApp {}

/// Deletes the instance's Svix application. No more webhooks are delivered.
///
/// It answers 400 where the instance has none.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = DELETE, path = "/webhooks/svix", errors(400))]
pub struct DeleteSvixApp {}

/// Makes an address that opens Svix's dashboard for the instance's webhooks.
///
/// It answers 400 where the instance has no Svix application.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/webhooks/svix_url",
    operation = "GenerateSvixAuthURL",
    response = SvixUrl,
    errors(400),
)]
pub struct GenerateSvixAuthUrl {}

crate::endpoints! { CreateSvixApp, DeleteSvixApp, GenerateSvixAuthUrl }

/// An address that opens Svix's dashboard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SvixUrl {
    /// The address. Whoever has it is signed in at Svix.
    pub svix_url: SecretString,
}
