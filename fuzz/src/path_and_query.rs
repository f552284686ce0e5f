use std::sync::LazyLock;

use clerk_sdk::{
    Clerk, Endpoint, Error,
    api::{
        organization_domains::ListAllOrganizationDomains,
        organization_memberships::{DeleteOrganizationMembership, ListOrganizationMemberships},
    },
    testing::FakeClerk,
};
use url::{Url, form_urlencoded};

use super::message::texts;

static CLERK: LazyLock<Clerk> = LazyLock::new(|| {
    let clerk = Clerk::builder("sk_test_x").base_url("https://api.example.com/v1");
    clerk.transport(FakeClerk::new()).build().unwrap()
});

/// The values that a request must address.
#[derive(Default)]
struct Target<'a> {
    path: Vec<&'a str>,
    query: Vec<(&'a str, String)>,
}

/// Checks that a request addresses the resource that its values name, and that a URL parser reads
/// the same values.
///
/// The input is a letter that selects the endpoint, and then the values. The byte 0xFF separates
/// them.
pub fn path_and_query(data: &[u8]) {
    let Some((endpoint, values)) = data.split_first() else { return };
    let values: Vec<_> = texts(values).collect();
    match (endpoint % 3, values.as_slice()) {
        (0, [organization, users @ ..]) => {
            let endpoint = ListOrganizationMemberships::new(organization.as_str());
            let query = users.iter().map(|user| ("user_id", user.clone())).collect();
            let path = vec!["organizations", organization, "memberships"];
            check(&endpoint.user_id(users), &Target { path, query });
        }
        (1, [organization, user, ..]) => {
            let endpoint = DeleteOrganizationMembership::new(organization.as_str(), user.as_str());
            let path = vec!["organizations", organization, "memberships", user];
            check(&endpoint, &Target { path, ..Target::default() });
        }
        (_, [query, modes @ ..]) => {
            let endpoint = ListAllOrganizationDomains::new().query(query).enrollment_mode(modes);
            let joined = modes.join(",");
            let joined = (!modes.is_empty()).then_some(("enrollment_mode", joined));
            let query = joined.into_iter().chain([("query", query.clone())]).collect();
            check(&endpoint, &Target { path: vec!["organization_domains"], query });
        }
        _ => {}
    }
}

fn check<E: Endpoint>(endpoint: &E, target: &Target<'_>) {
    match CLERK.request(endpoint) {
        Ok(request) => check_uri(&request.uri().to_string(), target),
        Err(Error::Encode(error)) => {
            let refused = target.path.iter().any(|value| matches!(*value, "" | "." | ".."));
            assert!(refused, "{error}");
        }
        Err(other) => panic!("{other}"),
    }
}

/// Checks a URI with a parser of the WHATWG URL Standard, which many HTTP clients follow.
fn check_uri(uri: &str, target: &Target<'_>) {
    let url = Url::parse(uri).unwrap();
    assert_eq!(url.as_str(), uri);
    assert_eq!((url.host_str(), url.fragment()), (Some("api.example.com"), None));
    let path: Vec<_> = url.path_segments().unwrap().map(decode).collect();
    assert_eq!(path[0], "v1");
    assert_eq!(path[1..], target.path);
    let query: Vec<_> = url.query_pairs().into_owned().collect();
    let expected: Vec<_> =
        target.query.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    assert_eq!(query, expected);
}

/// Decodes a path segment. It contains no unescaped `=` and `&`, so the form parser reads it as a
/// name.
fn decode(segment: &str) -> String {
    form_urlencoded::parse(segment.as_bytes()).map(|(name, _)| name).collect()
}
