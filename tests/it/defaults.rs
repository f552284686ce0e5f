//! Flows of several calls to the fake with its default handlers.

use clerk_sdk::{
    Clerk, Endpoint, Error,
    api::{
        UserId,
        actor_tokens::{Actor, ActorTokenStatus, CreateActorToken, RevokeActorToken},
        invitations::{
            CreateBulkInvitations, CreateInvitation, InvitationStatus, ListInvitations,
            NewInvitation, RevokeInvitation,
        },
        organization_memberships::CreateOrganizationMembership,
        organizations::{CreateOrganization, GetOrganization},
        sessions::{
            CreateSession, CreateSessionToken, CreateSessionTokenFromTemplate, GetSession,
            ListSessions, RevokeSession, SessionStatus,
        },
        sign_in_tokens::{CreateSignInToken, RevokeSignInToken, SignInTokenStatus},
        users::{CreateUser, GetUser, ListUserOrganizationMemberships, User},
    },
    testing::{ApiFailure, FakeClerk, Settings},
};
use smol::block_on;

mod documented;
mod frontend;
mod organizations;
mod outside;
mod pages;
mod refusals;
mod users;
mod webhooks;

struct Instance {
    fake: FakeClerk,
    clerk: Clerk,
}

impl Instance {
    fn new() -> Self {
        Self::with(settings())
    }

    fn with(settings: Settings) -> Self {
        let fake = FakeClerk::with_settings(settings);
        let clerk = Clerk::builder("sk_test_x").transport(fake.clone()).build().unwrap();
        Self { fake, clerk }
    }

    fn call<E: Endpoint>(&self, endpoint: E) -> Result<E::Response, Error> {
        block_on(self.clerk.send(endpoint).into_future())
    }

    fn send<E: Endpoint>(&self, endpoint: E) -> E::Response {
        self.call(endpoint).unwrap()
    }

    /// Returns the error of a call: the status, the code, and the param at fault.
    fn refusal<E: Endpoint>(&self, endpoint: E) -> String {
        let Err(error) = self.call(endpoint) else { panic!("the call succeeded") };
        let Error::Api(error) = error else { panic!("{error}") };
        let first = &error.errors()[0];
        let param = first.param().unwrap_or_default();
        format!("{} {} {param}", error.status().as_u16(), first.code).trim_end().to_owned()
    }

    fn user(&self, name: &str) -> User {
        let user = CreateUser::new().email_address([format!("{name}@example.com")]);
        self.send(user.first_name(name).username(format!("the_{name}")))
    }
}

fn settings() -> Settings {
    Settings::new().organization_slugs(true).role("org:billing_manager", ["org:sys_billing:manage"])
}

#[test]
fn a_user_is_invited_signs_up_and_gets_an_actor_token() {
    let instance = Instance::new();
    let support = instance.user("support");

    let invitation = instance.send(CreateInvitation::new("Ada@example.com"));
    assert_eq!(invitation.email_address, "ada@example.com");
    let ada = instance.user("ada");
    let engines = CreateOrganization::new("Engines").slug("engines").created_by(support.id.clone());
    let engines = instance.send(engines);
    let (organization, user) = (engines.id.clone(), ada.id.clone());
    instance.send(CreateOrganizationMembership::new(organization, user, "org:member"));
    let session = CreateSession::new(ada.id.clone()).active_organization_id(engines.id.clone());
    let session = instance.send(session);
    let token = instance.send(CreateSessionToken::new(session.id.clone()));
    assert_eq!(token.jwt.unwrap().expose().split('.').count(), 3);
    let named = CreateSessionTokenFromTemplate::new(session.id.clone(), "hasura");
    assert!(instance.send(named).jwt.unwrap().expose().contains("hasura"));

    let actor = Actor::new(support.id.clone()).with("reason", "ticket 4711");
    let token = instance.send(CreateActorToken::new(ada.id.clone(), actor));
    assert!(token.token.is_some() && token.url.is_some());
    let revoked = instance.send(RevokeActorToken::new(token.id.clone()));
    assert_eq!((revoked.status, revoked.token), (ActorTokenStatus::Revoked, None));
    let again = instance.refusal(RevokeActorToken::new(token.id));
    assert_eq!(again, "400 actor_token_cannot_be_revoked_code");
    instance.send(RevokeSession::new(session.id.clone()));
    assert_eq!(instance.send(GetSession::new(session.id)).status, SessionStatus::Revoked);

    let exchanges = instance.fake.exchanges();
    let seen: Vec<_> = exchanges
        .iter()
        .map(|exchange| {
            let (method, uri) = (exchange.request.method(), exchange.request.uri());
            format!("{method} {} => {}", uri.path(), exchange.response.status())
        })
        .collect();
    insta::assert_snapshot!(seen.join("\n"));
    instance.fake.clear();
    instance.send(GetUser::new(ada.id.clone()));
    instance.send(ListUserOrganizationMemberships::new(ada.id));
    let responses: Vec<_> =
        instance.fake.exchanges().iter().map(|it| it.response.to_string()).collect();
    insta::assert_snapshot!("the_state_after_the_flow", responses.join("\n\n"));
}

#[test]
fn sign_in_tokens_are_created_and_revoked() {
    let instance = Instance::new();
    let ada = instance.user("ada");
    let engines = instance.send(CreateOrganization::new("Engines").created_by(ada.id.clone())).id;
    let create = CreateSignInToken::new(&ada.id).org_id(engines).expires_in_seconds(60);
    let token = instance.send(create);
    assert!(token.token.is_some() && token.url.is_some());
    // An expired token is still pending, so it can be revoked.
    instance.fake.clock().advance(std::time::Duration::from_secs(3600));
    let revoked = instance.send(RevokeSignInToken::new(&token.id));
    assert_eq!((revoked.status, revoked.token), (SignInTokenStatus::Revoked, None));
    let again = instance.refusal(RevokeSignInToken::new(&token.id));
    assert_eq!(again, "400 sign_in_token_cannot_be_revoked_code");
}

#[test]
fn every_run_has_the_same_exchanges() {
    let run = || {
        let instance = Instance::new();
        let ada = instance.user("ada");
        instance.send(CreateSession::new(ada.id));
        let exchanges = instance.fake.exchanges();
        exchanges.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(run(), run());
}

#[test]
fn unknown_ids_are_not_found() {
    let instance = Instance::new();
    let not_found = "404 resource_not_found";
    assert_eq!(instance.refusal(GetUser::new("user_1")), not_found);
    assert_eq!(instance.refusal(GetOrganization::new("org_1")), not_found);
    assert_eq!(instance.refusal(RevokeInvitation::new("inv_1")), not_found);
    assert_eq!(instance.refusal(CreateSession::new("user_1")), not_found);
    assert_eq!(instance.refusal(GetSession::new("sess_1")), not_found);
    assert_eq!(instance.refusal(RevokeSession::new("sess_1")), not_found);
    assert_eq!(instance.refusal(CreateSessionToken::new("sess_1")), not_found);
    assert_eq!(instance.refusal(RevokeActorToken::new("act_1")), not_found);
    let token = CreateActorToken::new("user_1", Actor::new("user_2"));
    assert_eq!(instance.refusal(token), "422 form_resource_not_found user_id");
    let error = instance.call(GetUser::new("user_1")).unwrap_err();
    insta::assert_snapshot!(error, @"GetUser: 404 Not Found: resource_not_found: No user was found with id user_1. (trace fake_trace_10)");
}

#[test]
fn a_handler_replaces_one_default() {
    let instance = Instance::new();
    let ada = instance.user("ada");
    instance.fake.clone().on(|_: CreateSession| Err(ApiFailure::forbidden("in_maintenance")));
    assert_eq!(instance.refusal(CreateSession::new(ada.id.clone())), "403 in_maintenance");
    assert_eq!(instance.send(GetUser::new(ada.id.clone())), ada);
}

#[test]
fn invitations_are_listed_in_both_shapes() {
    let instance = Instance::new();
    let first = instance.send(CreateInvitation::new("a@example.com").expires_in_days(1));
    let more = ["b@example.com", "c@example.com"].map(NewInvitation::new);
    let more = instance.send(CreateBulkInvitations::new(more));
    let lasts = first.expires_at.unwrap().as_unix_millis() - first.created_at.as_unix_millis();
    assert_eq!(lasts, 86_400_000);
    let revoked = instance.send(RevokeInvitation::new(first.id.clone()));
    assert_eq!((revoked.status, revoked.revoked), (InvitationStatus::Revoked, Some(true)));

    let bare = instance.send(ListInvitations::new());
    let addresses: Vec<_> = bare.iter().map(|it| it.email_address.as_str()).collect();
    assert_eq!((addresses, bare.total_count), (vec!["c@example.com", "b@example.com"], None));
    let paginated = instance.send(ListInvitations::new().paginated(true).limit(1).offset(1));
    assert_eq!((paginated[0].id.clone(), paginated.total_count), (more[0].id.clone(), Some(2)));
    let revoked = instance.send(ListInvitations::new().status(InvitationStatus::Revoked));
    assert_eq!(revoked.iter().map(|it| &it.id).collect::<Vec<_>>(), [&first.id]);
    let found = instance.send(ListInvitations::new().query("B@EX").order_by("email_address"));
    assert_eq!(found.len(), 1);
}

#[test]
fn invalid_invitations_are_refused() {
    let instance = Instance::new();
    instance.user("ada");
    let pending = instance.send(CreateInvitation::new("b@example.com"));
    let refusal = |address: &str| instance.refusal(CreateInvitation::new(address));
    assert_eq!(refusal("ada"), "422 form_param_format_invalid email_address");
    assert_eq!(refusal("ada@example.com"), "422 form_identifier_exists email_address");
    assert_eq!(refusal("B@example.com"), "400 duplicate_record");
    let again = CreateInvitation::new("b@example.com").ignore_existing(true);
    assert_ne!(instance.send(again).id, pending.id);
    let long = CreateInvitation::new("c@example.com").expires_in_days(366);
    assert_eq!(instance.refusal(long), "422 form_param_value_invalid expires_in_days");
    instance.send(RevokeInvitation::new(pending.id.clone()));
    let twice = instance.refusal(RevokeInvitation::new(pending.id));
    assert_eq!(twice, "400 invitation_already_revoked");

    let many = |count: usize| {
        let address = |index| NewInvitation::new(format!("{index}@example.com"));
        CreateBulkInvitations::new((0..count).map(address).collect::<Vec<_>>())
    };
    assert_eq!(instance.refusal(many(0)), "400 request_body_invalid");
    assert_eq!(instance.refusal(many(11)), "400 bulk_size_exceeded");
    let same = ["d@example.com", "D@example.com"].map(NewInvitation::new);
    assert_eq!(instance.refusal(CreateBulkInvitations::new(same)), "400 duplicate_record");
    let found = instance.send(ListInvitations::new().query("d@example.com"));
    assert!(found.is_empty(), "a call that failed has created an invitation");
}

#[test]
fn sessions_are_listed_by_user_and_status() {
    let instance = Instance::new();
    let [ada, bob] = ["ada", "bob"].map(|name| instance.user(name));
    let sessions = [&ada, &ada, &bob].map(|user| instance.send(CreateSession::new(&user.id)));
    instance.send(RevokeSession::new(&sessions[0].id));
    let list = || ListSessions::new().user_id(&ada.id);
    let ids =
        |list: ListSessions| instance.send(list).iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(list()), [sessions[1].id.clone(), sessions[0].id.clone()]);
    assert_eq!(ids(list().status(SessionStatus::Active)), [sessions[1].id.clone()]);
    let of_client = ListSessions::new().client_id(&sessions[2].client_id);
    assert_eq!(ids(of_client), [sessions[2].id.clone()]);
    assert_eq!(instance.send(list().paginated(true).limit(1)).total_count, Some(2));
    assert_eq!(instance.refusal(ListSessions::new()), "400 missing_query_parameter");

    let token = CreateSessionToken::new(&sessions[1].id).expires_in_seconds(29);
    assert_eq!(instance.refusal(token), "422 form_param_value_invalid expires_in_seconds");
    let ended = CreateSessionToken::new(&sessions[0].id);
    assert_eq!(instance.refusal(ended), "404 resource_not_found");
    let other = instance.send(CreateOrganization::new("Engines")).id;
    let elsewhere = CreateSession::new(&ada.id).active_organization_id(other);
    assert_eq!(instance.refusal(elsewhere), "404 resource_not_found");
    let no_actor = CreateActorToken::new(UserId::from("user_x"), Actor::new(""));
    assert_eq!(instance.refusal(no_actor), "422 form_param_missing actor.sub");
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_socket_behaves_like_the_process() {
    async fn flow(clerk: &Clerk) -> (User, User, String) {
        let ada = clerk.send(CreateUser::new().email_address(["ada@example.com"])).await.unwrap();
        let kept = clerk.send(GetUser::new(ada.id.clone())).await.unwrap();
        (ada, kept, clerk.send(GetUser::new("user_x")).await.unwrap_err().to_string())
    }

    let server = FakeClerk::with_defaults().serve().unwrap();
    let socket = Clerk::builder("sk_test_x").base_url(server.url()).build().unwrap();
    assert_eq!(flow(&socket).await, flow(&Instance::new().clerk).await);
}
