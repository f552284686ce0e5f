//! The calls written by hand on an HTTP client.

use bench_server::USERS;
use bytes::Bytes;
use http::{
    HeaderValue, Method, Request,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use isahc::{AsyncReadResponseExt, HttpClient};
use serde::de::DeserializeOwned;

use super::models::{ActorToken, CreateActorToken, SlimUser, User};
use crate::{ATTEMPT_TIMEOUT, Calls, Failure, HEADERS, KEY, Outcome, TOKEN, USER, take};

#[derive(Debug)]
pub(super) struct HandReqwest {
    base: String,
    client: reqwest::Client,
}

impl HandReqwest {
    pub(super) fn new(base: &str) -> Result<Self, Failure> {
        Self::with(base, reqwest::Client::builder())
    }

    /// With the deadline that an attempt of clerk-sdk has.
    pub(super) fn with_deadline(base: &str) -> Result<Self, Failure> {
        Self::with(base, reqwest::Client::builder().timeout(ATTEMPT_TIMEOUT))
    }

    fn with(base: &str, builder: reqwest::ClientBuilder) -> Result<Self, Failure> {
        let client = builder.default_headers(HEADERS.into_iter().collect()).build()?;
        Ok(Self { base: base.to_owned(), client })
    }

    fn list(&self) -> reqwest::RequestBuilder {
        self.client.get(format!("{}/users", self.base)).query(&[("limit", USERS)])
    }

    async fn send<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<T, Failure> {
        Ok(request.bearer_auth(KEY).send().await?.error_for_status()?.json().await?)
    }
}

impl Calls for HandReqwest {
    async fn create(&self) -> Outcome {
        let url = format!("{}/actor_tokens", self.base);
        let request = self.client.post(url).json(&CreateActorToken::sample());
        take::<ActorToken>(Self::send(request).await?)
    }

    async fn revoke(&self) -> Outcome {
        let url = format!("{}/actor_tokens/{TOKEN}/revoke", self.base);
        take::<ActorToken>(Self::send(self.client.post(url)).await?)
    }

    async fn user(&self) -> Outcome {
        let url = format!("{}/users/{USER}", self.base);
        take::<User>(Self::send(self.client.get(url)).await?)
    }

    async fn users(&self) -> Outcome {
        take::<Vec<User>>(Self::send(self.list()).await?)
    }

    async fn users_slim(&self) -> Outcome {
        take::<Vec<SlimUser>>(Self::send(self.list()).await?)
    }
}

#[derive(Debug)]
pub(super) struct HandIsahc {
    base: String,
    client: HttpClient,
}

impl HandIsahc {
    pub(super) fn new(base: &str) -> Result<Self, Failure> {
        Ok(Self { base: base.to_owned(), client: HttpClient::new()? })
    }

    async fn send<T: DeserializeOwned + Unpin>(
        &self,
        request: Request<Vec<u8>>,
    ) -> Result<T, Failure> {
        let mut response = self.client.send_async(request).await?;
        if !response.status().is_success() {
            return Err(response.status().to_string().into());
        }
        Ok(response.json().await?)
    }
}

#[derive(Debug)]
pub(super) struct HandHyper {
    base: String,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl HandHyper {
    pub(super) fn new(base: &str) -> Result<Self, Failure> {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Ok(Self { base: base.to_owned(), client })
    }

    async fn send<T: DeserializeOwned>(&self, request: Request<Vec<u8>>) -> Result<T, Failure> {
        let response = self.client.request(request.map(Full::from)).await?;
        if !response.status().is_success() {
            return Err(response.status().to_string().into());
        }
        let body = response.into_body().collect().await?.to_bytes();
        Ok(serde_json::from_slice(&body)?)
    }
}

/// Implements the calls of clients that take an `http::Request`.
macro_rules! calls_by_request {
    ($($client:ty),*) => {$(
        impl Calls for $client {
            async fn create(&self) -> Outcome {
                take::<ActorToken>(self.send(create(&self.base)?).await?)
            }

            async fn revoke(&self) -> Outcome {
                take::<ActorToken>(self.send(revoke(&self.base)?).await?)
            }

            async fn user(&self) -> Outcome {
                take::<User>(self.send(user(&self.base)?).await?)
            }

            async fn users(&self) -> Outcome {
                take::<Vec<User>>(self.send(users(&self.base)?).await?)
            }

            async fn users_slim(&self) -> Outcome {
                take::<Vec<SlimUser>>(self.send(users(&self.base)?).await?)
            }
        }
    )*};
}

calls_by_request!(HandIsahc, HandHyper);

fn create(base: &str) -> Result<Request<Vec<u8>>, Failure> {
    let body = serde_json::to_vec(&CreateActorToken::sample())?;
    let mut request = request(Method::POST, format!("{base}/actor_tokens"), body)?;
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(request)
}

fn revoke(base: &str) -> Result<Request<Vec<u8>>, Failure> {
    request(Method::POST, format!("{base}/actor_tokens/{TOKEN}/revoke"), Vec::new())
}

fn user(base: &str) -> Result<Request<Vec<u8>>, Failure> {
    request(Method::GET, format!("{base}/users/{USER}"), Vec::new())
}

fn users(base: &str) -> Result<Request<Vec<u8>>, Failure> {
    request(Method::GET, format!("{base}/users?limit={USERS}"), Vec::new())
}

fn request(method: Method, url: String, body: Vec<u8>) -> Result<Request<Vec<u8>>, Failure> {
    let mut request = Request::builder().method(method).uri(url).body(body)?;
    request.headers_mut().insert(AUTHORIZATION, format!("Bearer {KEY}").try_into()?);
    request.headers_mut().extend(HEADERS);
    Ok(request)
}
