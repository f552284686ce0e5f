//! An API for documents: a key in a custom header, a version header, lists that continue at a
//! cursor, some of them read by `POST`.

use clerk_core::{
    Client, ClientBuilder, Endpoint,
    pages::{IntoPage, ListEndpoint, Next, PageResponse},
    values::Rfc3339,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Starts a client with the settings that the API needs.
pub fn builder(base_url: &str, key: &str) -> ClientBuilder {
    Client::builder(base_url)
        .api_key("x-documents-key", key)
        .header("documents-version", "2022-06-28")
}

/// Creates a page.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = POST, path = "/pages", response = Page, errors(400, 404, 409))]
pub struct CreatePage {
    /// The place of the page.
    pub parent: Parent,
    /// The values of the page's properties, by name.
    pub properties: Value,
    /// The content of the page.
    pub children: Option<Vec<Block>>,
}

/// Gets a page.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = GET, path = "/pages/{page_id}", response = Page, errors(404))]
pub struct GetPage {
    /// The ID of the page.
    pub page_id: String,
    /// The IDs of the properties to return. Default: all of them.
    pub filter_properties: Vec<String>,
}

/// Updates a page.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = PATCH, path = "/pages/{page_id}", response = Page, errors(400, 404, 409))]
pub struct UpdatePage {
    /// The ID of the page.
    pub page_id: String,
    /// The values to change, by name.
    pub properties: Option<Value>,
    /// Whether the page is in the trash.
    pub in_trash: Option<bool>,
}

/// Lists the pages of a database that match a filter.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = POST,
    path = "/databases/{database_id}/query",
    response = Results<Page>,
    errors(400, 404),
    idempotent
)]
pub struct QueryDatabase {
    /// The ID of the database.
    pub database_id: String,
    /// The filter.
    pub filter: Option<Value>,
    /// The maximum number of pages in a response.
    pub page_size: Option<u32>,
    /// The cursor of an earlier response.
    pub start_cursor: Option<String>,
}

impl ListEndpoint for QueryDatabase {
    fn advance(&mut self, page: &PageResponse<'_, Results<Page>>) -> Next {
        page.body().advance(&mut self.start_cursor)
    }
}

/// Lists the blocks in a block or a page.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = GET,
    path = "/blocks/{block_id}/children",
    response = Results<Block>,
    errors(400, 404)
)]
pub struct ListBlocks {
    /// The ID of the block or page.
    pub block_id: String,
    /// The maximum number of blocks in a response.
    pub page_size: Option<u32>,
    /// The cursor of an earlier response.
    pub start_cursor: Option<String>,
}

impl ListEndpoint for ListBlocks {
    fn advance(&mut self, page: &PageResponse<'_, Results<Block>>) -> Next {
        page.body().advance(&mut self.start_cursor)
    }
}

/// Deletes a block.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = DELETE, path = "/blocks/{block_id}", response = Block, errors(404))]
pub struct DeleteBlock {
    /// The ID of the block.
    pub block_id: String,
}

/// The place of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Parent {
    /// In the database with this ID.
    DatabaseId(String),
    /// Below the page with this ID.
    PageId(String),
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Page {
    /// The ID.
    pub id: String,
    /// The time of the latest change.
    pub last_edited_time: Rfc3339,
}

/// A block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The ID. A block that is not created yet has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The type, such as `divider`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// One response of a list.
#[derive(Clone, Debug, Deserialize)]
pub struct Results<T> {
    /// The items.
    pub results: Vec<T>,
    /// The cursor of the next items.
    pub next_cursor: Option<String>,
    /// Whether the list has more items.
    pub has_more: bool,
}

impl<T> Results<T> {
    fn advance(&self, cursor: &mut Option<String>) -> Next {
        cursor.clone_from(&self.next_cursor);
        Next::page_if(self.has_more && cursor.is_some())
    }
}

impl<T> IntoPage for Results<T> {
    type Item = T;

    fn items(&self) -> &[T] {
        &self.results
    }

    fn into_items(self) -> Vec<T> {
        self.results
    }
}
