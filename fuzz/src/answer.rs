use std::fmt::Debug;

use clerk_sdk::{
    Bytes, DecodeError, Error, ServerHalf,
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
    http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE},
};

use super::{document::Document, errors};

/// Endpoints whose models differ the most: a letter of the input picks one, `a` the first.
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

/// Whatever a server answers, it is a value that can be written and read again, or an error that
/// keeps the answer whole and says where in it the problem is.
///
/// Three letters pick endpoint, status and content type; the body follows.
pub fn answer(data: &[u8]) {
    let [endpoint, status, content_type, body @ ..] = data else { return };
    let mut response = Response::new(Bytes::copy_from_slice(body));
    *response.status_mut() = StatusCode::from_u16(pick(*status, &STATUSES)).unwrap();
    let content_type = HeaderValue::from_static(pick(*content_type, &CONTENT_TYPES));
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    pick(*endpoint, &ENDPOINTS)(response);
}

fn pick<T: Copy>(letter: u8, from: &[T]) -> T {
    from[usize::from(letter.wrapping_sub(b'a')) % from.len()]
}

fn check<E: ServerHalf<Response: Debug + PartialEq>>(response: Response<Bytes>) {
    match E::decode(response.clone()) {
        Ok(value) => {
            assert!(response.status().is_success());
            check_value::<E>(&value);
        }
        Err(error) => {
            errors::check(&error, &response);
            match &error {
                Error::Decode(error) => check_position(error),
                _ => assert!(!response.status().is_success()),
            }
        }
    }
}

/// What can be read can be written, and is the same when it is read again.
fn check_value<E: ServerHalf<Response: Debug + PartialEq>>(value: &E::Response) {
    let written = E::encode_response(value).unwrap();
    assert_eq!(&E::decode(written).unwrap(), value);
}

fn check_position(error: &DecodeError) {
    assert!(error.status().is_success());
    assert!(!error.problem().is_empty());
    if let Ok(document) = serde_json::from_slice::<Document>(error.body()) {
        let redacted = error.path().contains("[redacted]");
        assert!(redacted || document.has(error.path()), "no `{}`", error.path());
    }
}
