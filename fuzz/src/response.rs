use std::fmt::Debug;

use clerk_sdk::{
    Bytes, Error,
    api::{
        actor_tokens::CreateActorToken,
        billing::{ListBillingStatements, ListBillingSubscriptionItems},
        enterprise_connections::ListEnterpriseConnections,
        instance::{GetPublicInterstitial, UpdateInstance},
        jwks::GetJwks,
        m2m_tokens::ListM2mTokens,
        oauth_applications::VerifyOAuthAccessToken,
        organization_memberships::ListOrganizationMemberships,
        sessions::{ListSessions, RefreshSession},
        testing_tokens::CreateTestingToken,
        users::ListUsers,
    },
    error::DecodeError,
    http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE},
    incoming::IncomingEndpoint,
};

use super::{document::Document, errors};

/// Endpoints with very different models. A letter of the input selects one: `a` is the first.
const ENDPOINTS: [fn(Response<Bytes>); 14] = [
    check::<CreateActorToken>,
    check::<ListUsers>,
    check::<GetJwks>,
    check::<RefreshSession>,
    check::<VerifyOAuthAccessToken>,
    check::<ListBillingStatements>,
    check::<ListBillingSubscriptionItems>,
    check::<ListSessions>,
    check::<ListM2mTokens>,
    check::<ListOrganizationMemberships>,
    check::<CreateTestingToken>,
    check::<ListEnterpriseConnections>,
    check::<GetPublicInterstitial>,
    check::<UpdateInstance>,
];

const STATUSES: [u16; 8] = [200, 201, 202, 204, 299, 307, 422, 503];

const CONTENT_TYPES: [&str; 4] =
    ["application/json", "application/json; charset=utf-8", "text/html", ";"];

/// Checks that any response becomes a value that stays the same when it is written and read again,
/// or an error that keeps the whole response and says where in the body the problem is.
///
/// The input is three letters, which select endpoint, status, and content type, and then the body.
pub fn response(data: &[u8]) {
    let [endpoint, status, content_type, body @ ..] = data else { return };
    let mut response = Response::new(Bytes::copy_from_slice(body));
    *response.status_mut() = StatusCode::from_u16(select(*status, &STATUSES)).unwrap();
    let content_type = HeaderValue::from_static(select(*content_type, &CONTENT_TYPES));
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    select(*endpoint, &ENDPOINTS)(response);
}

fn select<T: Copy>(letter: u8, from: &[T]) -> T {
    from[usize::from(letter.wrapping_sub(b'a')) % from.len()]
}

fn check<E: IncomingEndpoint<Response: Debug + PartialEq>>(response: Response<Bytes>) {
    if !E::METADATA.is_success(response.status()) {
        return;
    }
    match E::decode(response.clone()) {
        Ok(value) => check_value::<E>(&value),
        Err(error) => {
            check_position(&error);
            errors::check(&Error::from(error), &response);
        }
    }
}

/// Checks that a value stays the same when it is written and read again.
fn check_value<E: IncomingEndpoint<Response: Debug + PartialEq>>(value: &E::Response) {
    let written = E::encode_response(value).unwrap();
    assert_eq!(&E::decode(written).unwrap(), value);
}

/// Checks that the error names a problem and a value that is in the body.
fn check_position(error: &DecodeError) {
    assert!(!error.problem().is_empty());
    if let Ok(document) = serde_json::from_slice::<Document>(error.body()) {
        assert!(document.has(error.path()), "no `{}`", error.path());
    }
}
