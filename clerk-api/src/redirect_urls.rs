//! URLs to which native applications may be redirected.

use clerk_core::{Page, Timestamp};
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

use crate::RedirectUrlId;
pub use crate::models::deleted::DeletedObject;

/// Lists the URLs to which native applications may be redirected.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/redirect_urls",
    operation = "ListRedirectURLs",
    response = Page<RedirectUrl>,
    pages = offset,
)]
pub struct ListRedirectUrls {
    /// Whether the answer has the count of all URLs.
    pub paginated: Option<bool>,
    /// How many URLs at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many URLs to pass over. The server's default is 0.
    pub offset: Option<u64>,
}

/// Allows redirects to a URL.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/redirect_urls",
    operation = "CreateRedirectURL",
    response = RedirectUrl,
    errors(400, 422),
)]
pub struct CreateRedirectUrl {
    /// The whole URL, with `https` or a scheme of the application's own:
    /// `my-app://oauth-callback`.
    pub url: String,
}

/// Gets a redirect URL.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/redirect_urls/{id}",
    operation = "GetRedirectURL",
    response = RedirectUrl,
    errors(404),
)]
pub struct GetRedirectUrl {
    /// The redirect URL's ID.
    pub id: RedirectUrlId,
}

/// Forbids redirects to a URL that were allowed.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/redirect_urls/{id}",
    operation = "DeleteRedirectURL",
    response = DeletedObject,
    errors(404),
)]
pub struct DeleteRedirectUrl {
    /// The redirect URL's ID.
    pub id: RedirectUrlId,
}

crate::endpoints! { ListRedirectUrls, CreateRedirectUrl, GetRedirectUrl, DeleteRedirectUrl }

/// A URL to which native applications may be redirected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "redirect_url")]
#[non_exhaustive]
pub struct RedirectUrl {
    /// The ID of the entry.
    pub id: RedirectUrlId,
    /// The URL itself.
    pub url: String,
    /// When it was allowed, in milliseconds.
    pub created_at: Timestamp,
    /// When the entry last changed, in milliseconds.
    pub updated_at: Timestamp,
}
