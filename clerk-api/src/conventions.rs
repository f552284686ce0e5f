//! The conventions that all operations of Clerk's Backend API share.
//!
//! [`client`] starts a client with all of them. The other items are for tests and for clients that
//! need only a part.

use std::{env, time::Duration};

use clerk_core::{
    Bytes,
    client::{Client, ClientBuilder, Credential},
    error::{ConfigError, ErrorBody, ErrorDetail},
    http::{HeaderName, Response},
    values::LooseJson,
};

/// The base URL of the Backend API.
pub const BASE_URL: &str = "https://api.clerk.com/v1";

/// The version of the Backend API that the models are written for, a date.
pub const API_VERSION: &str = "2026-05-12";

/// The header that selects the version of the Backend API.
pub const VERSION_HEADER: &str = "clerk-api-version";

/// The environment variable with the secret key.
pub const SECRET_KEY_VARIABLE: &str = "CLERK_SECRET_KEY";

/// The environment variable with the base URL, with or without `/v1`. See [`base_url`].
pub const API_URL_VARIABLE: &str = "CLERK_API_URL";

/// Reads an environment variable. An empty one counts as unset.
///
/// # Errors
/// If its value is not UTF-8.
pub fn variable(name: &'static str) -> Result<Option<String>, ConfigError> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => {
            Err(ConfigError::new("environment", format!("has a `{name}` that is not UTF-8")))
        }
    }
}

/// Returns the base URL that `CLERK_API_URL` stands for: a URL without a path gets `/v1`.
///
/// ```
/// use clerk_api::conventions::base_url;
///
/// assert_eq!(base_url("https://api.clerk.com"), "https://api.clerk.com/v1");
/// assert_eq!(base_url("https://proxy.example/clerk/v1"), "https://proxy.example/clerk/v1");
/// ```
#[must_use]
pub fn base_url(url: &str) -> String {
    let host_and_path = url.split_once("://").map_or(url, |(_, rest)| rest);
    match host_and_path.split_once('/') {
        None | Some((_, "")) => format!("{}/v1", url.trim_end_matches('/')),
        Some(_) => url.to_owned(),
    }
}

/// Starts a client of the Backend API with a secret key.
///
/// ```
/// use clerk_api::conventions;
/// use clerk_core::{client::Client, error::ConfigError, transport::HttpTransport};
///
/// fn client(key: &str, transport: impl HttpTransport) -> Result<Client, ConfigError> {
///     conventions::client(key).transport(transport).build()
/// }
/// ```
pub fn client<C: From<Client>>(key: impl Into<String>) -> ClientBuilder<C> {
    ClientBuilder::new(BASE_URL)
        .try_credential(secret_key(key))
        .header(VERSION_HEADER, API_VERSION)
        .product(concat!("clerk-sdk-rust/", env!("CARGO_PKG_VERSION")))
        .api_name("clerk")
        .error_reader(read_error)
        .trace_header(HeaderName::from_static("x-clerk-trace-id"))
        .trace_header(HeaderName::from_static("cf-ray"))
        // 1,000 requests in 10 seconds, the limit of a production instance.
        .resume_spacing(Duration::from_millis(10))
}

const QUOTES: [char; 2] = ['"', '\''];

/// Creates the credential of a secret key, as Clerk's dashboard shows it.
///
/// # Errors
/// If the key is empty, is a publishable key, is in quotes, begins with `Bearer `, or holds white
/// space or another character that no key has. The error does not show the key.
pub fn secret_key(key: impl Into<String>) -> Result<Credential, ConfigError> {
    let key = key.into();
    let problem = if key.is_empty() {
        "is empty; copy it from the API keys page of Clerk's dashboard"
    } else if key.trim_start_matches(QUOTES).starts_with("pk_") {
        "is a publishable key (`pk_…`); the Backend API takes the secret key (`sk_…`)"
    } else if key.starts_with(QUOTES) || key.ends_with(QUOTES) {
        "is in quotes; remove them (`docker --env-file` keeps the quotes of its file)"
    } else {
        return Credential::bearer(key)
            .map_err(|error| ConfigError::new("secret key", error.problem().to_owned()));
    };
    Err(ConfigError::new("secret key", problem))
}

/// Reads Clerk's error document: `{"errors": [{"code", "message", "long_message", "meta"}], "meta",
/// "clerk_trace_id"}`.
///
/// `long_message` becomes [`ErrorDetail::description`], and `meta.param_name` becomes
/// [`ErrorDetail::param`].
#[must_use]
pub fn read_error(response: &Response<Bytes>) -> ErrorBody {
    let document = LooseJson::new(response.body());
    let [errors, meta, trace_id] = document.members(["errors", "meta", "clerk_trace_id"]);
    let mut body = ErrorBody::default();
    if let Some(errors) = errors {
        errors.each_item(&mut |error| {
            if error.is_object() {
                body.push(detail(error));
            }
        });
    }
    body.meta = meta.and_then(LooseJson::json);
    body.trace_id = trace_id.and_then(LooseJson::text);
    body
}

fn detail(error: LooseJson<'_>) -> ErrorDetail {
    let [code, message, long_message, meta] =
        error.members(["code", "message", "long_message", "meta"]);
    let [param] = meta.map_or([None], |meta| meta.members(["param_name"]));
    let text = |value: Option<LooseJson<'_>>| value.and_then(LooseJson::text);
    let mut detail =
        ErrorDetail::new(text(code).unwrap_or_default(), text(message).unwrap_or_default());
    detail.description = text(long_message);
    detail.param = text(param);
    detail.meta = meta.and_then(LooseJson::json);
    detail
}

/// The rate limits of Clerk's instances, for [`RateLimit`](clerk_core::limits::RateLimit).
pub mod rates {
    use std::time::Duration;

    use clerk_core::limits::Rate;

    /// The rate limit of a production instance: 1,000 requests in 10 seconds.
    pub const PRODUCTION: Rate = Rate::new(1000, Duration::from_secs(10));

    /// The rate limit of a development instance: 100 requests in 10 seconds.
    pub const DEVELOPMENT: Rate = Rate::new(100, Duration::from_secs(10));

    /// Returns the rate limit of the instance with this secret key: [`PRODUCTION`] for `sk_live_…`,
    /// [`DEVELOPMENT`] for `sk_test_…` and any other key.
    #[must_use]
    pub fn of_key(key: &str) -> Rate {
        if key.starts_with("sk_live_") { PRODUCTION } else { DEVELOPMENT }
    }
}
