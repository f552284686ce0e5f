//! How long it takes to write a request, and to read an answer.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has to stop")]

use std::sync::LazyLock;

use clerk_sdk::{
    Bytes, Clerk, Endpoint, HttpTransport, RequestContext, TransportError, TransportErrorKind,
    api::{
        actor_tokens::{Actor, CreateActorToken, RevokeActorToken},
        users::{GetUser, ListUsers},
    },
    async_trait,
    http::{Request, Response, StatusCode},
};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// What no request reaches.
#[derive(Debug)]
struct Nowhere;

#[async_trait]
impl HttpTransport for Nowhere {
    async fn send(
        &self,
        _: Request<Bytes>,
        _: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        Err(TransportError::new(TransportErrorKind::Request))
    }
}

static CLERK: LazyLock<Clerk> =
    LazyLock::new(|| Clerk::builder("sk_test_codec").transport(Nowhere).build().unwrap());

/// Writing requests whose parameters are there already.
mod encode {
    use super::*;

    fn encode(bencher: Bencher<'_, '_>, endpoint: impl Endpoint + Sync) {
        bencher.bench(|| CLERK.request(black_box(&endpoint)).unwrap());
    }

    #[divan::bench]
    fn create(bencher: Bencher<'_, '_>) {
        let actor = Actor::new("user_2bJ7yKpX4mGdS8vQrN1tZc5HwEa");
        let create = CreateActorToken::new("user_2hR5nWqT9aVxE3kUoM6fCz1DsLy", actor);
        encode(bencher, create.expires_in_seconds(600));
    }

    #[divan::bench]
    fn revoke(bencher: Bencher<'_, '_>) {
        encode(bencher, RevokeActorToken::new("act_2vQm8ZtLr4XcJ1sNdK7wYb0GhPe"));
    }

    #[divan::bench]
    fn path_of_awkward_characters(bencher: Bencher<'_, '_>) {
        encode(bencher, GetUser::new("user 2/ü?#%&=…/../x"));
    }

    #[divan::bench]
    fn list(bencher: Bencher<'_, '_>) {
        encode(bencher, ListUsers::new().limit(100));
    }

    #[divan::bench]
    fn list_with_filters(bencher: Bencher<'_, '_>) {
        let addresses = (0..20).map(|number| format!("person+{number}@example.com"));
        let list = ListUsers::new().email_address(addresses).query("Zoë & Jörg").banned(false);
        encode(bencher, list.limit(100).offset(200u64).order_by("-last_sign_in_at"));
    }
}

/// Reading answers whose bodies are there already.
mod decode {
    use super::*;

    fn decode<E: Endpoint>(bencher: Bencher<'_, '_>, status: StatusCode, body: String) {
        let body = Bytes::from(body);
        bencher
            .with_inputs(|| {
                let mut response = Response::new(body.clone());
                *response.status_mut() = status;
                response
            })
            .bench_values(|response| E::decode(black_box(response)));
    }

    #[divan::bench]
    fn token(bencher: Bencher<'_, '_>) {
        decode::<CreateActorToken>(bencher, StatusCode::OK, bench_server::actor_token());
    }

    #[divan::bench]
    fn user(bencher: Bencher<'_, '_>) {
        decode::<GetUser>(bencher, StatusCode::OK, bench_server::user(0));
    }

    #[divan::bench]
    fn list_of_100_users(bencher: Bencher<'_, '_>) {
        decode::<ListUsers>(bencher, StatusCode::OK, bench_server::users(100));
    }

    #[divan::bench]
    fn api_error(bencher: Bencher<'_, '_>) {
        let body = r#"{"errors":[{"message":"is missing","long_message":"user_id must be given","code":"form_param_missing","meta":{"param_name":"user_id"}}],"clerk_trace_id":"4f1d0c9ab27e"}"#;
        decode::<CreateActorToken>(bencher, StatusCode::UNPROCESSABLE_ENTITY, body.to_owned());
    }

    #[divan::bench]
    fn api_error_without_json(bencher: Bencher<'_, '_>) {
        let body = "<html><body>upstream connect error</body></html>";
        decode::<CreateActorToken>(bencher, StatusCode::BAD_GATEWAY, body.to_owned());
    }

    #[divan::bench]
    fn answer_of_another_shape(bencher: Bencher<'_, '_>) {
        let body = bench_server::actor_token().replace("1762503600123", "\"yesterday\"");
        decode::<CreateActorToken>(bencher, StatusCode::OK, body);
    }
}
