//! An API for source code: a bearer token, constant headers, paths of several segments, `Link`
//! pages, statuses outside 2xx that are a success.

use clerk_core::{
    Bytes, Client, ClientBuilder, Endpoint, Patch, StringEnum,
    codec::decode,
    endpoint::Metadata,
    error::DecodeError,
    http::{Response, StatusCode, header::LOCATION},
    pages::{ListEndpoint, Next, PageResponse},
    values::Rfc3339,
};
use serde::{Deserialize, de::DeserializeOwned};

/// Starts a client with the settings that the API needs.
pub fn builder(base_url: &str, token: &str) -> ClientBuilder {
    Client::builder(base_url)
        .bearer(token)
        .header("accept", "application/vnd.github+json")
        .header("x-github-api-version", "2022-11-28")
}

/// Gets a repository, or `None` if it has not changed.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = GET,
    path = "/repos/{owner}/{repo}",
    response = Option<Repository>,
    decode = unless_unchanged,
    success(304),
    errors(404)
)]
pub struct GetRepository {
    /// The login of the owner.
    pub owner: String,
    /// The name of the repository.
    pub repo: String,
    /// The entity tag of an earlier response.
    #[endpoint(header = "if-none-match")]
    pub if_none_match: Option<String>,
}

fn unless_unchanged<T: DeserializeOwned>(
    metadata: &'static Metadata,
    response: Response<Bytes>,
) -> Result<Option<T>, DecodeError> {
    if response.status() == StatusCode::NOT_MODIFIED {
        return Ok(None);
    }
    decode::json(metadata, response).map(Some)
}

/// Updates a repository.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/repos/{owner}/{repo}",
    response = Repository,
    errors(404, 422)
)]
pub struct UpdateRepository {
    /// The login of the owner.
    pub owner: String,
    /// The name of the repository.
    pub repo: String,
    /// The URL of its website.
    pub homepage: Patch<String>,
    /// Whether it is read-only.
    pub archived: Option<bool>,
}

/// Lists the issues of a repository.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = GET,
    path = "/repos/{owner}/{repo}/issues",
    response = Vec<Issue>,
    errors(404, 422)
)]
pub struct ListIssues {
    /// The login of the owner.
    pub owner: String,
    /// The name of the repository.
    pub repo: String,
    /// Lists only issues with all of these labels.
    #[endpoint(comma)]
    pub labels: Vec<String>,
    /// Lists only issues that were updated at or after this time.
    pub since: Option<Rfc3339>,
    /// The maximum number of issues on a page.
    pub per_page: Option<u32>,
    /// The number of the page, from 1.
    pub page: Option<u32>,
}

impl ListEndpoint for ListIssues {
    fn advance(&mut self, page: &PageResponse<'_, Vec<Issue>>) -> Next {
        let next = page.next_link().and_then(|link| link.query("page")?.parse().ok());
        self.page = next.or(self.page);
        Next::page_if(next.is_some())
    }
}

/// Creates an issue.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = POST,
    path = "/repos/{owner}/{repo}/issues",
    response = Issue,
    errors(403, 404, 410, 422)
)]
pub struct CreateIssue {
    /// The login of the owner.
    pub owner: String,
    /// The name of the repository.
    pub repo: String,
    /// The title.
    pub title: String,
    /// The text, in Markdown.
    #[endpoint(member)]
    pub body: Option<String>,
    /// The labels.
    pub labels: Option<Vec<String>>,
}

/// Reads a file.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = GET,
    path = "/repos/{owner}/{repo}/contents/{path..}",
    header("accept" = "application/vnd.github.raw+json"),
    decode = text,
    errors(404)
)]
pub struct ReadFile {
    /// The login of the owner.
    pub owner: String,
    /// The name of the repository.
    pub repo: String,
    /// The path of the file.
    pub path: String,
    /// The branch, tag, or commit.
    #[endpoint(rename = "ref")]
    pub reference: Option<String>,
}

/// Creates or replaces a file.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/repos/{owner}/{repo}/contents/{path..}",
    decode = empty,
    errors(404, 409, 422)
)]
pub struct WriteFile {
    /// The login of the owner.
    pub owner: String,
    /// The name of the repository.
    pub repo: String,
    /// The path of the file.
    pub path: String,
    /// The message of the commit.
    pub message: String,
    /// The contents, in Base64.
    pub content: String,
}

/// Deletes a file.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/repos/{owner}/{repo}/contents/{path..}",
    allow_body,
    errors(404, 409, 422)
)]
pub struct DeleteFile {
    /// The login of the owner.
    pub owner: String,
    /// The name of the repository.
    pub repo: String,
    /// The path of the file.
    pub path: String,
    /// The message of the commit.
    #[endpoint(member)]
    pub message: String,
    /// The hash of the file to delete.
    #[endpoint(member)]
    pub sha: String,
}

/// Reads the changes of a commit.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = GET,
    path = "/{owner}/{repo}/commit/{sha}.diff",
    header("accept" = "text/plain"),
    decode = text,
    errors(404)
)]
pub struct ReadDiff {
    /// The login of the owner.
    pub owner: String,
    /// The name of the repository.
    pub repo: String,
    /// The hash of the commit.
    pub sha: String,
}

/// Stars a repository.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = PUT, path = "/user/starred/{owner}/{repo}", errors(403, 404))]
pub struct StarRepository {
    /// The login of the owner.
    pub owner: String,
    /// The name of the repository.
    pub repo: String,
}

/// Returns the URL of an archive of a repository.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(
    method = GET,
    path = "/repos/{owner}/{repo}/tarball/{reference..}",
    response = String,
    decode = location,
    success(302),
    errors(404)
)]
pub struct GetArchive {
    /// The login of the owner.
    pub owner: String,
    /// The name of the repository.
    pub repo: String,
    /// The branch, tag, or commit.
    pub reference: String,
}

fn location(metadata: &'static Metadata, response: Response<Bytes>) -> Result<String, DecodeError> {
    match response.headers().get(LOCATION).and_then(|value| value.to_str().ok()) {
        Some(url) => Ok(url.to_owned()),
        None => Err(DecodeError::new(metadata, response, "no `location`")),
    }
}

/// A repository.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Repository {
    /// The owner and the name.
    pub full_name: String,
    /// The URL of its website.
    pub homepage: Option<String>,
}

/// An issue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Issue {
    /// The number in its repository.
    pub number: u64,
    /// The title.
    pub title: String,
    /// The state.
    pub state: IssueState,
}

/// The state of an issue.
#[derive(Clone, Debug, PartialEq, Eq, StringEnum)]
pub enum IssueState {
    /// Not done.
    Open,
    /// Done, or not planned.
    Closed,
    /// A state that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
