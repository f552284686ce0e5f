//! Each flow of the back office, over sockets.

use std::time::Duration;

use crate::support::{Browser, Page, Site};
use clerk_sdk::{
    api::{
        jwks::GetJwks,
        sessions::{RefreshSession, RevokeSession},
        users::{BanUser, ListUsers},
    },
    http::{StatusCode, header},
    testing::{ApiFailure, Fault},
};

/// The IDs of the fake, which are the same on every run.
const ADA: &str = "user_000000000000000000000000001";
const GRACE: &str = "user_000000000000000000000000002";
const CHARLES: &str = "user_000000000000000000000000003";
const STAFF: &str = "org_000000000000000000000000001";
const ENGINES: &str = "org_000000000000000000000000002";

fn user(id: &str, action: &str) -> String {
    format!("/users/{id}{action}")
}

/// Checks that a page is an error page that a person understands.
fn assert_problem(page: &Page, status: StatusCode, title: &str) {
    assert_eq!(page.status, status, "{}", page.html);
    assert_eq!(page.headers[header::CONTENT_TYPE], "text/html; charset=utf-8");
    assert!(page.has(&format!("<h1>{title}</h1>")), "{}", page.html);
}

#[tokio::test]
async fn a_visitor_signs_in_and_out() {
    let site = Site::start().await;
    let mut ada = Browser::sign_in(&site, "Ada Lovelace").await;
    assert!(ada.open("/").await.has("Hello, Ada"));
    assert!(ada.open("/users?search=grace").await.has("Grace Hopper"));

    let page = ada.submit("/sign-out", &[]).await;
    assert_problem(&page, StatusCode::UNAUTHORIZED, "Sign in to continue");
    assert_eq!(page.headers[header::WWW_AUTHENTICATE], "Bearer");
    assert!(!ada.open("/users?search=grace").await.has("Grace Hopper"));
}

#[tokio::test]
async fn signing_in_leads_back_to_the_page_that_was_asked_for() {
    let site = Site::start().await;
    let mut visitor = Browser::new(&site);
    let page = visitor.open("/users?search=gr&page=0").await;
    assert_problem(&page, StatusCode::UNAUTHORIZED, "Sign in to continue");
    assert!(page.link("Sign in").ends_with("%2Fusers%3Fsearch%3Dgr%26page%3D0"));
    let page = visitor.open("/users?__clerk_db_jwt=dvb_fake&search=gr").await;
    assert!(page.link("Sign in").ends_with("%2Fusers%3Fsearch%3Dgr"), "{}", page.html);
}

#[tokio::test]
async fn a_member_looks_and_changes_nothing() {
    let site = Site::start().await;
    let mut grace = Browser::sign_in(&site, "Grace Hopper").await;
    let page = grace.open(&user(CHARLES, "")).await;
    assert!(page.has("Charles Babbage") && !page.has("Impersonate"), "{}", page.html);
    for path in ["ban", "metadata", "image", "impersonate"] {
        let page = grace.submit(&user(CHARLES, &format!("/{path}")), &[("reason", "x")]).await;
        assert_problem(&page, StatusCode::FORBIDDEN, "This page is not for you");
    }
    assert_problem(&grace.open("/audit").await, StatusCode::FORBIDDEN, "This page is not for you");
    assert!(!grace.open(&user(CHARLES, "")).await.has("Banned"));
}

#[tokio::test]
async fn an_admin_of_a_customer_does_not_work_here() {
    let site = Site::start().await;
    let mut charles = Browser::sign_in(&site, "Charles Babbage").await;
    assert!(charles.open("/").await.has("Analytical Engines"));
    for path in
        ["/users", "/organizations", "/audit", &user(ADA, ""), &format!("/organizations/{STAFF}")]
    {
        let page = charles.open(path).await;
        assert_problem(&page, StatusCode::FORBIDDEN, "This page is not for you");
    }
    let page = charles.submit(&user(ADA, "/ban"), &[]).await;
    assert_problem(&page, StatusCode::FORBIDDEN, "This page is not for you");
}

#[tokio::test]
async fn an_admin_acts_as_a_user_until_she_stops() {
    let site = Site::start().await;
    let mut ada = Browser::sign_in(&site, "Ada Lovelace").await;
    let page = ada.submit(&user(CHARLES, "/impersonate"), &[("reason", "ticket 7")]).await;
    assert!(page.has("Hello, Charles"), "{}", page.html);

    for (path, status) in [
        ("/", StatusCode::OK),
        ("/users", StatusCode::FORBIDDEN),
        ("/audit", StatusCode::FORBIDDEN),
        ("/nowhere", StatusCode::NOT_FOUND),
    ] {
        let page = ada.open(path).await;
        assert_eq!(page.status, status, "{path}");
        let banner = "<b>Ada Lovelace</b> is signed in as <b>Charles Babbage</b>.";
        assert!(page.has(banner), "{path}: {}", page.html);
    }

    let page = ada.submit("/stop-impersonating", &[]).await;
    assert!(page.has("Hello, Ada") && !page.has("is signed in as"), "{}", page.html);
    let revoked = site.fake().requests().iter().any(|request| {
        request.to_string().starts_with("POST /v1/sessions/sess_000000000000000000000000002/revoke")
    });
    assert!(revoked, "the session goes on");
    let audit = ada.open("/audit").await;
    assert!(audit.has("ticket 7") && !audit.has("<td>–</td>"), "{}", audit.html);

    let page = ada.submit("/stop-impersonating", &[]).await;
    assert_problem(&page, StatusCode::FORBIDDEN, "This page is not for you");

    // Signing out ends an impersonation as well.
    ada.submit(&user(CHARLES, "/impersonate"), &[("reason", "ticket 8")]).await;
    assert!(ada.submit("/sign-out", &[]).await.has("Hello, Ada"));
    assert!(!ada.open("/audit").await.has("<td>–</td>"));
}

#[tokio::test]
async fn a_link_to_impersonate_works_once_and_not_after_stopping() {
    let site = Site::start().await;
    let mut ada = Browser::sign_in(&site, "Ada Lovelace").await;
    let reason = [("reason", "ticket 8")];
    let unused = ada.submit_only(&user(CHARLES, "/impersonate"), &reason).await;
    let used = ada.submit_only(&user(CHARLES, "/impersonate"), &reason).await;
    assert!(ada.open(&used).await.has("Hello, Charles"));
    ada.submit("/stop-impersonating", &[]).await;

    for link in [unused, used] {
        let page = Browser::new(&site).open(&link).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert!(page.has("The actor token was used or revoked, or has expired."), "{}", page.html);
    }
}

#[tokio::test]
async fn nobody_acts_as_a_colleague_to_get_rights() {
    let site = Site::start().await;
    let mut ada = Browser::sign_in(&site, "Ada Lovelace").await;
    ada.submit(&user(GRACE, "/impersonate"), &[("reason", "x")]).await;
    assert_problem(&ada.open("/users").await, StatusCode::FORBIDDEN, "This page is not for you");
    ada.submit("/stop-impersonating", &[]).await;
    let page = ada.submit(&user(ADA, "/impersonate"), &[("reason", "x")]).await;
    assert_problem(&page, StatusCode::UNPROCESSABLE_ENTITY, "Please check the form");
}

#[tokio::test]
async fn lists_are_searched_and_read_in_pages() {
    let site = Site::start().await;
    let mut grace = Browser::sign_in(&site, "Grace Hopper").await;
    let first = grace.open("/users").await;
    assert!(first.has("Page 1 of 3, 26 in all") && !first.has("Previous"), "{}", first.html);
    let second = grace.open(&format!("/users{}", first.link("Next →"))).await;
    assert!(second.has("Page 2 of 3") && second.has("← Previous"));
    assert_eq!(second.html.matches("class=\"person\"").count(), 10);
    assert!(first.has("Ada Lovelace") && !second.has("Ada Lovelace"));

    let found = grace.open("/users?search=hopp").await;
    assert!(found.has("grace@example.com") && found.has("Page 1 of 1, 1 in all"), "{}", found.html);
    assert!(grace.open("/users?search=%3Cb%3E").await.has("value=\"&lt;b&gt;\""));

    let page = grace.open(&user("user_unknown", "")).await;
    assert_problem(&page, StatusCode::NOT_FOUND, "It is not there");
    let found = grace.open("/organizations?search=Orb").await;
    assert!(found.has("Orbital Mechanics") && !found.has("Plain Compilers"), "{}", found.html);
}

#[tokio::test]
async fn an_admin_bans_a_user_who_is_signed_in() {
    let site = Site::start().await;
    let mut charles = Browser::sign_in(&site, "Charles Babbage").await;
    let mut ada = Browser::sign_in(&site, "Ada Lovelace").await;
    let page = ada.submit(&user(CHARLES, "/ban"), &[]).await;
    assert!(page.has("The user is banned") && page.has("Lift the ban"), "{}", page.html);

    // The token that he has is valid for up to a minute.
    site.fake().clock().advance(Duration::from_secs(70));
    let page = charles.open("/").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{}", page.html);

    let page = ada.submit(&user(CHARLES, "/unban"), &[]).await;
    assert!(page.has("may sign in again") && !page.has("Banned"), "{}", page.html);
}

#[tokio::test]
async fn metadata_is_replaced_and_checked() {
    let site = Site::start().await;
    let mut ada = Browser::sign_in(&site, "Ada Lovelace").await;
    for path in [user(CHARLES, ""), format!("/organizations/{ENGINES}")] {
        let action = format!("{path}/metadata");
        let page = ada.submit(&action, &[("metadata", r#"{"plan":"<pro>"}"#)]).await;
        assert!(page.has("The metadata is saved."), "{}", page.html);
        assert!(page.has("&quot;plan&quot;: &quot;&lt;pro&gt;&quot;"), "{}", page.html);
        for wrong in ["[1]", "{"] {
            let page = ada.submit(&action, &[("metadata", wrong)]).await;
            assert_problem(&page, StatusCode::UNPROCESSABLE_ENTITY, "Please check the form");
            assert_eq!(page.link("Back"), format!("{}{path}", site.origin));
        }
        assert_eq!(ada.submit(&action, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn several_people_are_invited_at_once() {
    let site = Site::start().await;
    let mut ada = Browser::sign_in(&site, "Ada Lovelace").await;
    let action = format!("/organizations/{ENGINES}/invitations");
    let form = |addresses| [("addresses", addresses), ("role", "org:member")];
    let page = ada.submit(&action, &form("a@example.org, b@example.org\r\nc@example.org")).await;
    assert!(page.has("The invitations are sent.") && page.has("b@example.org"), "{}", page.html);

    let page = ada.submit(&action, &form("new@example.org a@example.org")).await;
    assert_problem(&page, StatusCode::BAD_REQUEST, "Clerk did not accept this");
    assert!(page.has("already has a pending invitation"), "{}", page.html);
    let page = ada.open(&format!("/organizations/{ENGINES}")).await;
    assert!(!page.has("new@example.org"), "all of them, or nobody");

    let many = (0..11).map(|i| format!("p{i}@example.org ")).collect::<String>();
    let page = ada.submit(&action, &form(&many)).await;
    assert_problem(&page, StatusCode::UNPROCESSABLE_ENTITY, "Please check the form");
    let page = ada.submit(&action, &form(many.rsplit_once("p10").unwrap().0)).await;
    assert!(page.has("The invitations are sent."), "{}", page.html);
    let page = ada.submit(&action, &form("last@example.org")).await;
    assert_problem(&page, StatusCode::FORBIDDEN, "Clerk did not accept this");
    assert!(page.has("at most 20 members"), "{}", page.html);
}

#[tokio::test]
async fn a_profile_image_is_uploaded_and_shown() {
    let site = Site::start().await;
    let mut ada = Browser::sign_in(&site, "Ada Lovelace").await;
    let action = user(CHARLES, "/image");
    let page = ada.upload(&action, "image/png", b"\x89PNG").await;
    assert!(page.has("The profile image is saved."), "{}", page.html);
    let (_, image) = page.html.split_once("<img class=\"avatar\" src=\"").unwrap();
    let image = ada.open(image.split('"').next().unwrap()).await;
    assert_eq!(image.headers[header::CONTENT_TYPE], "image/png");

    let page = ada.upload(&action, "text/plain", b"text").await;
    assert_problem(&page, StatusCode::BAD_REQUEST, "Clerk did not accept this");
    let page = ada.upload(&action, "image/png", &vec![0; 12_000_000]).await;
    assert_problem(&page, StatusCode::UNPROCESSABLE_ENTITY, "Please check the form");
}

#[tokio::test]
async fn another_site_changes_nothing() {
    let site = Site::start().await;
    let mut ada = Browser::sign_in(&site, "Ada Lovelace").await;
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        for path in [&*user(CHARLES, "/ban"), "/sign-out"] {
            let page = ada.submit_from(origin, path, &[]).await;
            assert_problem(&page, StatusCode::FORBIDDEN, "Another site sent this request");
        }
    }
    let page = ada.open(&user(CHARLES, "")).await;
    assert!(page.has("Charles Babbage") && !page.has("Banned"), "{}", page.html);
}

#[tokio::test]
async fn an_outage_of_clerk_signs_nobody_out() {
    let site = Site::start().await;
    let mut ada = Browser::sign_in(&site, "Ada Lovelace").await;
    for _ in 0..3 {
        site.fake().fail_next::<ListUsers>(Fault::disconnect());
    }
    let page = ada.open("/users?search=a").await;
    assert_problem(&page, StatusCode::BAD_GATEWAY, "Clerk cannot be reached right now");
    assert!(page.has("Ada Lovelace"), "the head shows who is signed in");
    assert_eq!(page.link("Try again"), format!("{}/users?search=a", site.origin));
    assert_eq!(ada.open("/users").await.status, StatusCode::OK);

    // Stopping fails as a whole, and is tried again.
    let used = ada.submit(&user(GRACE, "/impersonate"), &[("reason", "x")]).await;
    assert!(used.has("Hello, Grace"));
    site.fake().fail_next::<RevokeSession>(Fault::disconnect());
    let page = ada.submit("/stop-impersonating", &[]).await;
    assert_problem(&page, StatusCode::BAD_GATEWAY, "Clerk cannot be reached right now");
    assert!(page.has("is signed in as"), "{}", page.html);
    assert!(ada.submit("/stop-impersonating", &[]).await.has("Hello, Ada"));

    site.fake().fail_next::<BanUser>(ApiFailure::too_many_requests(Duration::from_secs(600)));
    let page = ada.submit(&user(CHARLES, "/ban"), &[]).await;
    assert_problem(&page, StatusCode::SERVICE_UNAVAILABLE, "Clerk cannot be reached right now");
    assert_eq!(page.headers[header::RETRY_AFTER], "600");
}

#[tokio::test]
async fn keys_that_cannot_be_fetched_sign_nobody_out() {
    let site = Site::start().await;
    for _ in 0..3 {
        site.fake().fail_next::<GetJwks>(Fault::disconnect());
    }
    let mut visitor = Browser::new(&site);
    let choices = visitor.open("/").await.link("Sign in");
    let choices = visitor.open(&choices).await;
    // The handshake's token is the first one that needs the keys.
    let page = visitor.open(&choices.choice("Ada Lovelace")).await;
    assert_problem(&page, StatusCode::SERVICE_UNAVAILABLE, "We cannot check who you are right now");
    assert_eq!(page.headers[header::RETRY_AFTER], "10");
}

#[tokio::test]
async fn a_session_is_refreshed_until_it_ends() {
    let site = Site::start().await;
    let mut ada = Browser::sign_in(&site, "Ada Lovelace").await;
    let refreshes = || {
        let requests = site.fake().requests();
        requests.iter().filter(|it| it.to_string().contains("/refresh")).count()
    };
    for minutes in 1..=3 {
        site.fake().clock().advance(Duration::from_secs(70));
        assert!(ada.open("/").await.has("Hello, Ada"));
        assert_eq!(refreshes(), minutes);
    }
    // The browser is sent to Clerk instead.
    site.fake().clock().advance(Duration::from_secs(70));
    site.fake().fail_next::<RefreshSession>(Fault::disconnect());
    assert!(ada.open("/").await.has("Hello, Ada"));

    site.fake().clock().advance(Duration::from_secs(8 * 24 * 3600));
    let page = ada.open("/").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{}", page.html);
    assert!(page.has(">Sign in</a>"), "{}", page.html);
}

#[tokio::test]
async fn an_impersonation_ends_by_itself() {
    let site = Site::start().await;
    let mut ada = Browser::sign_in(&site, "Ada Lovelace").await;
    ada.submit(&user(CHARLES, "/impersonate"), &[("reason", "x")]).await;
    site.fake().clock().advance(Duration::from_secs(70));
    assert!(ada.open("/").await.has("Hello, Charles"));
    site.fake().clock().advance(Duration::from_secs(31 * 60));
    let page = ada.open("/").await;
    assert!(page.has("Hello, Ada") && !page.has("is signed in as"), "{}", page.html);
}

#[tokio::test]
async fn webhooks_keep_the_copy_up_to_date() {
    use clerk_sdk::{api::models::deleted::DeletedObject, webhooks::EventData};

    let site = Site::start().await;
    let mut ada = Browser::sign_in(&site, "Ada Lovelace").await;
    assert!(ada.open("/").await.has("<b>26</b>users in the local copy"));
    ada.submit(&user(CHARLES, "/ban"), &[]).await;
    assert!(ada.open("/audit").await.has("user.updated"));

    let mut deleted = DeletedObject::sample();
    deleted.id = Some(GRACE.to_owned());
    let fake = site.fake().clone();
    let message = fake.message(EventData::UserDeleted(deleted));
    let attempts = tokio::task::spawn_blocking(move || {
        [fake.send_message(&message), fake.send_message(&message)].into_iter().flatten().count()
    });
    assert_eq!(attempts.await.unwrap(), 2, "a delivery that arrives twice succeeds both times");
    assert!(ada.open("/").await.has("<b>25</b>users in the local copy"));

    // Without a signature.
    let page = ada.submit("/webhooks", &[("type", "user.deleted")]).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(!page.has("<html"), "webhooks get no page: {}", page.html);
}
