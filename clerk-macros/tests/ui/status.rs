//! Statuses.

use clerk_core::Endpoint;

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", errors(400, 404, 400))]
struct DuplicateStatus;

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", success(304, 302, 304))]
struct DuplicateSuccessStatus;

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", success(304, 404))]
struct ErrorStatusInSuccess;

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", success(204))]
struct NeedlessSuccessStatus;

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", errors(70000))] struct StatusOutOfRange;

#[derive(Endpoint)] #[endpoint(method = POST, path = "/a", errors(400, 204))]
struct SuccessStatusInErrors;

#[derive(Endpoint)] #[endpoint(method = GET, path = "/a", success(70000))]
struct SuccessStatusOutOfRange;

fn main() {}
