//! URLs to which native applications may redirect.

use clerk_core::{Endpoint, Page, Timestamp, model};

use crate::RedirectUrlId;
pub use crate::models::deleted::DeletedObject;

/// Lists the redirect URLs.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/redirect_urls",
    response = Page<RedirectUrl>,
    operation = "ListRedirectURLs",
    pages = offset,
    incoming,
)]
pub struct ListRedirectUrls {
    /// Whether the response includes the total number of URLs.
    pub paginated: Option<bool>,
    /// Maximum number of URLs, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of URLs to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates a redirect URL.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/redirect_urls",
    response = RedirectUrl,
    errors(400, 422),
    operation = "CreateRedirectURL",
    incoming,
)]
pub struct CreateRedirectUrl {
    /// The full URL, with `https` or a custom scheme, such as `my-app://oauth-callback`.
    pub url: String,
}

/// Gets a redirect URL.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/redirect_urls/{id}",
    response = RedirectUrl,
    errors(404),
    operation = "GetRedirectURL",
    incoming,
)]
pub struct GetRedirectUrl {
    /// The redirect URL to get.
    pub id: RedirectUrlId,
}

/// Deletes a redirect URL. Redirects to it are no longer allowed.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/redirect_urls/{id}",
    response = DeletedObject,
    errors(404),
    operation = "DeleteRedirectURL",
    incoming,
)]
pub struct DeleteRedirectUrl {
    /// The redirect URL to delete.
    pub id: RedirectUrlId,
}

crate::endpoints! { ListRedirectUrls, CreateRedirectUrl, GetRedirectUrl, DeleteRedirectUrl }

/// A URL to which native applications may redirect.
#[model("redirect_url")]
pub struct RedirectUrl {
    /// The redirect URL's ID.
    pub id: RedirectUrlId,
    /// The URL itself.
    pub url: String,
    /// When the redirect URL was created.
    pub created_at: Timestamp,
    /// When the redirect URL last changed.
    pub updated_at: Option<Timestamp>,
}
