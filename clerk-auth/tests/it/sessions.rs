//! Sessions: custom claims, requirements, and options.

use clerk_auth::{
    Authenticator, AuthenticatorBuilder, Reason, Requirement, Reverification, Session,
    SessionStatus, all_of, any_of, feature, permission, plan, reverification, role,
};
use clerk_testing::{FakeClerk, tokens::SignIn};
use serde::Deserialize;

use crate::support::client;

fn fake() -> FakeClerk {
    FakeClerk::new().with_tokens()
}

fn builder() -> AuthenticatorBuilder {
    Authenticator::builder().client(client(fake()))
}

fn session(sign_in: SignIn) -> Session {
    pollster::block_on(builder().build().unwrap().verify(&sign_in.token())).unwrap()
}

fn admin() -> SignIn {
    fake()
        .sign_in("user_1")
        .session("sess_1")
        .organization("org_1")
        .slug("acme")
        .role("org:admin")
        .permissions(["org:invoices:manage", "org:invoices:read", "org:teams:read"])
        .features(["u:chat"])
        .plans(["u:free", "o:pro"])
        .factors(Some(5), None)
        .actor("user_2")
}

#[test]
fn a_session_has_the_claims_of_its_token() {
    let session = session(admin());
    assert_eq!(session.user_id.as_str(), "user_1");
    assert_eq!(session.session_id.as_str(), "sess_1");
    assert_eq!(session.status, Some(SessionStatus::Active));
    let organization = session.organization.as_ref().unwrap();
    assert_eq!(organization.id.as_str(), "org_1");
    assert_eq!(organization.slug.as_deref(), Some("acme"));
    assert_eq!(organization.role.as_deref(), Some("org:admin"));
    let permissions: Vec<_> = session.permissions().collect();
    assert_eq!(permissions, ["org:invoices:manage", "org:invoices:read", "org:teams:read"]);
    assert_eq!(session.features(), "u:chat,o:invoices,o:teams");
    assert_eq!(session.plans(), "u:free,o:pro");
    assert!(session.is_impersonated());
    assert_eq!(session.actor.as_ref().unwrap().user_id.as_ref().unwrap().as_str(), "user_2");
    assert_eq!(session.issuer.as_deref(), Some("https://clerk.example.com"));
    assert_eq!(session.authorized_party.as_deref(), Some("https://app.example.com"));
    let lifetime =
        session.expires_at.as_unix_millis() - session.issued_at.unwrap().as_unix_millis();
    assert_eq!(lifetime, 60_000);
}

#[test]
fn custom_claims_are_typed_or_raw() {
    #[derive(Debug, Deserialize)]
    struct Custom {
        sub: String,
        teams: Vec<u8>,
    }

    let session = session(fake().sign_in("user_1").claim("teams", vec![1, 2]));
    let custom: Custom = session.claims().unwrap();
    assert_eq!((custom.sub.as_str(), custom.teams.as_slice()), ("user_1", &[1, 2][..]));
    assert!(session.raw_claims().contains(r#""teams":[1,2]"#));
    #[derive(Debug, Deserialize)]
    struct Absent {
        #[expect(dead_code, reason = "the test needs only its absence")]
        absent: String,
    }
    assert!(session.claims::<Absent>().is_err());
}

#[test]
fn requirements_compose() {
    let session = session(admin());
    let has = |requirement: &Requirement| session.has(requirement);
    let (yes, no) = (role("org:admin"), role("org:member"));
    assert!(has(&yes) && !has(&no));
    assert!(has(&yes.clone().or(no.clone())) && has(&no.clone().or(yes.clone())));
    assert!(!has(&yes.clone().and(no.clone())) && !has(&no.clone().and(yes.clone())));
    assert!(!has(&no.clone().or(no.clone())) && has(&yes.clone().and(yes.clone())));
    // `or` and `and` apply in the order they are written.
    assert!(has(&no.clone().and(no.clone()).or(yes.clone())));
    assert!(!has(&yes.clone().or(yes.clone()).and(no.clone())));
    assert!(!has(&yes.clone().or(no.clone()).and(no.clone()).and(yes.clone())));
    assert!(
        session.has(
            permission("org:teams:read")
                .and(feature("invoices"))
                .and(plan("user:free"))
                .and(reverification(Reverification::MODERATE))
        )
    );
}

#[test]
fn an_empty_list_is_never_met() {
    let session = session(admin());
    assert!(!session.has(all_of([])) && !session.has(any_of([])));
    let yes = role("admin");
    assert!(!session.has(all_of([]).and(yes.clone())));
    assert!(session.has(any_of([]).or(yes)));
}

#[test]
fn a_pending_session_has_nothing() {
    let session = session(admin().status("pending"));
    assert!(session.is_pending());
    assert!(!session.has(role("org:admin").or(permission("org:invoices:read"))));
}

#[test]
fn a_token_without_an_origin_passes_only_if_that_is_allowed() {
    let token = fake().sign_in("user_1").claim("azp", serde_json::Value::Null).token();
    let builder = || builder().authorized_parties(["https://app.example.com"]);
    let strict = builder().build().unwrap();
    let error = pollster::block_on(strict.verify(&token)).unwrap_err();
    assert_eq!(*error.reason(), Reason::TokenInvalidAuthorizedParties);
    let lax = builder().allow_missing_authorized_party().build().unwrap();
    pollster::block_on(lax.verify(&token)).unwrap();
    let other = fake().sign_in("user_1").authorized_party("https://evil.example").token();
    assert!(pollster::block_on(lax.verify(&other)).is_err());
}

#[test]
fn the_fake_makes_tokens_that_are_refused() {
    let auth = builder().build().unwrap();
    let fake = fake();
    let user = || fake.sign_in("user_1");
    for (token, reason) in [
        (user().expired().token(), Reason::TokenExpired),
        (user().early().token(), Reason::TokenNotActiveYet),
        (user().of_another_instance().token(), Reason::JwkKidMismatch),
        (user().forged().token(), Reason::TokenInvalidSignature),
        (user().template().token(), Reason::TokenTypeMismatch),
        (fake.m2m_token("mch_1").jwt(), Reason::TokenTypeMismatch),
        (fake.oauth_token("user_1").jwt(), Reason::TokenTypeMismatch),
        (fake.m2m_token("mch_1").token(), Reason::TokenInvalid),
    ] {
        let error = pollster::block_on(auth.verify(&token)).unwrap_err();
        assert_eq!(*error.reason(), reason);
    }
}
