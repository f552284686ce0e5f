//! The calls written by hand: on reqwest, on hyper-util, and without a network.

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
use serde::de::DeserializeOwned;

use crate::{
    Failure, HEADERS, KEY, Operation, Outcome,
    models::{ActorToken, CreateActorToken, User},
    responses::{Responses, USERS},
    take,
};

#[derive(Debug)]
pub(crate) struct HandReqwest {
    base: String,
    client: reqwest::Client,
}

impl HandReqwest {
    pub(crate) fn new(base: &str) -> Result<Self, Failure> {
        let builder = reqwest::Client::builder().default_headers(HEADERS.into_iter().collect());
        Ok(Self { base: base.to_owned(), client: builder.build()? })
    }

    pub(crate) async fn call(&self, operation: Operation) -> Outcome {
        match operation {
            Operation::Create => {
                let url = format!("{}/actor_tokens", self.base);
                let request = self.client.post(url).json(&CreateActorToken::SAMPLE);
                take::<ActorToken>(Self::send(request).await?)
            }
            Operation::List => {
                let url = format!("{}/users", self.base);
                let request = self.client.get(url).query(&[("limit", USERS)]);
                take::<Vec<User>>(Self::send(request).await?)
            }
        }
    }

    async fn send<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<T, Failure> {
        Ok(request.bearer_auth(KEY).send().await?.error_for_status()?.json().await?)
    }
}

/// On hyper-util, or without a network.
#[derive(Debug)]
pub(crate) struct HandHyper {
    base: String,
    over: Over,
}

#[derive(Debug)]
enum Over {
    HyperUtil(Box<Client<HttpConnector, Full<Bytes>>>),
    Memory(Responses),
}

impl HandHyper {
    pub(crate) fn new(base: &str) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { base: base.to_owned(), over: Over::HyperUtil(Box::new(client)) }
    }

    pub(crate) fn in_memory(base: &str) -> Self {
        Self { base: base.to_owned(), over: Over::Memory(Responses::default()) }
    }

    pub(crate) async fn call(&self, operation: Operation) -> Outcome {
        match operation {
            Operation::Create => {
                let body = serde_json::to_vec(&CreateActorToken::SAMPLE)?;
                let url = format!("{}/actor_tokens", self.base);
                let mut request = Self::request(Method::POST, url, body)?;
                let json = HeaderValue::from_static("application/json");
                request.headers_mut().insert(CONTENT_TYPE, json);
                take::<ActorToken>(self.send(request).await?)
            }
            Operation::List => {
                let url = format!("{}/users?limit={USERS}", self.base);
                let request = Self::request(Method::GET, url, Vec::new())?;
                take::<Vec<User>>(self.send(request).await?)
            }
        }
    }

    fn request(method: Method, url: String, body: Vec<u8>) -> Result<Request<Vec<u8>>, Failure> {
        let mut request = Request::builder().method(method).uri(url).body(body)?;
        request.headers_mut().insert(AUTHORIZATION, format!("Bearer {KEY}").try_into()?);
        request.headers_mut().extend(HEADERS);
        Ok(request)
    }

    async fn send<T: DeserializeOwned>(&self, request: Request<Vec<u8>>) -> Result<T, Failure> {
        let body = match &self.over {
            Over::HyperUtil(client) => {
                let response = client.request(request.map(Full::from)).await?;
                if !response.status().is_success() {
                    return Err(response.status().to_string().into());
                }
                response.into_body().collect().await?.to_bytes()
            }
            Over::Memory(responses) => {
                let body = responses.find(request.method(), request.uri());
                body.ok_or("unknown operation")?
            }
        };
        Ok(serde_json::from_slice(&body)?)
    }
}
