//! The connection to Clerk, or to a fake with sample data.

use std::{env, error::Error, fmt, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use clerk_sdk::{
    Clerk, Json, Timestamp,
    api::{
        OrganizationId,
        organization_memberships::CreateOrganizationMembership,
        organizations::CreateOrganization,
        users::{BanUser, CreateUser},
    },
    auth::{Authenticator, PublishableKey},
    testing::{FakeClerk, FakeServer, Settings},
    webhooks::Webhook,
};

/// The people of the fake. The first two work here.
const PEOPLE: [&str; 26] = [
    "Ada Lovelace",
    "Grace Hopper",
    "Charles Babbage",
    "Alan Turing",
    "Annie Easley",
    "Barbara Liskov",
    "Donald Knuth",
    "Dorothy Vaughan",
    "Edsger Dijkstra",
    "Evelyn Granville",
    "Frances Allen",
    "Hedy Lamarr",
    "Jean Bartik",
    "John Backus",
    "Karen Jones",
    "Katherine Johnson",
    "Ken Thompson",
    "Konrad Zuse",
    "Leslie Lamport",
    "Margaret Hamilton",
    "Mary Jackson",
    "Niklaus Wirth",
    "Radia Perlman",
    "Sophie Wilson",
    "Tony Hoare",
    "Vint Cerf",
];

/// The connection to an instance.
pub struct Setup {
    pub(crate) clerk: Clerk,
    pub(crate) auth: Authenticator,
    pub(crate) webhook: Arc<Webhook>,
    pub(crate) publishable_key: PublishableKey,
    /// The organization of the people who work here.
    pub(crate) staff: OrganizationId,
    sign_in_url: String,
    origin: String,
    pub(crate) samples: Option<Samples>,
}

/// A fake of Clerk with sample data.
#[derive(Clone, Debug)]
pub struct Samples {
    /// The fake.
    pub fake: FakeClerk,
    /// Its pages, which stop when this is dropped.
    pub server: Arc<FakeServer>,
}

impl Setup {
    /// Connects with Clerk. The environment needs `CLERK_SECRET_KEY`, `CLERK_PUBLISHABLE_KEY`,
    /// `CLERK_WEBHOOK_SIGNING_SECRET`, and in `BACK_OFFICE_ORGANIZATION` the ID of the organization
    /// whose members work here. `origin` is that of the application, such as `http://localhost:3000`.
    ///
    /// # Errors
    /// If a variable is missing or invalid.
    pub fn from_env(origin: &str) -> Result<Self, Box<dyn Error>> {
        let variable = |name: &str| env::var(name).map_err(|error| format!("{name}: {error}"));
        let publishable_key = PublishableKey::parse(variable("CLERK_PUBLISHABLE_KEY")?)?;
        let portal = accounts_portal(&publishable_key);
        Ok(Self {
            clerk: Clerk::from_env()?,
            auth: Clerk::authenticator_from_env()?
                .authorized_parties([origin])
                // Tokens of handshakes name none.
                .allow_missing_authorized_party()
                .check_origin::<String>([])
                .build()?,
            webhook: Arc::new(Webhook::from_env()?),
            publishable_key,
            staff: variable("BACK_OFFICE_ORGANIZATION")?.into(),
            sign_in_url: format!("https://{portal}/sign-in"),
            origin: origin.to_owned(),
            samples: None,
        })
    }

    /// Starts a fake with sample data, which sends its webhooks to the application.
    ///
    /// # Errors
    /// If the system provides no socket.
    pub async fn fake(origin: &str) -> Result<Self, Box<dyn Error>> {
        let fake = FakeClerk::with_settings(Settings::new().max_allowed_memberships(20));
        let publishable_key = PublishableKey::of("clerk.example.com", true)?;
        let server = fake.serve_frontend(publishable_key.as_str(), origin)?;
        let fake = fake.webhooks_to_url(&format!("{origin}/webhooks"))?;
        let clerk = Clerk::builder("sk_test_of_the_fake").transport(fake.clone()).build()?;
        let staff = fill(&clerk).await?;
        // The copy has these users already.
        fake.take_messages();
        let (clock, url) = (fake.clock(), format!("http://{}", server.address()));
        let now = move || {
            let moved = i64::try_from(clock.elapsed().as_millis()).unwrap_or_default();
            Timestamp::from_unix_millis(Timestamp::now().as_unix_millis().saturating_add(moved))
        };
        let auth = clerk
            .authenticator()
            .publishable_key(publishable_key.as_str())
            .proxy_url(&*url)
            .authorized_parties([origin])
            .allow_missing_authorized_party()
            .check_origin::<String>([])
            .clock(now)
            .build()?;
        Ok(Self {
            clerk,
            auth,
            webhook: Arc::new(fake.webhook()),
            publishable_key,
            staff,
            sign_in_url: format!("{url}/sign-in"),
            origin: origin.to_owned(),
            samples: Some(Samples { fake, server: Arc::new(server) }),
        })
    }

    /// Returns the fake, if the application runs on it.
    pub fn samples(&self) -> Option<&Samples> {
        self.samples.as_ref()
    }

    /// Returns the whole URL of a page.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Returns the URL on which one signs in and comes back to `path`.
    pub(crate) fn sign_in_url(&self, path: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("redirect_url", &self.url(path));
        format!("{}?{}", self.sign_in_url, query.finish())
    }
}

/// Returns the host of Clerk's hosted pages.
fn accounts_portal(key: &PublishableKey) -> String {
    let host = key.frontend_api();
    match host.strip_suffix(".clerk.accounts.dev") {
        Some(name) => format!("{name}.accounts.dev"),
        None => host.replacen("clerk.", "accounts.", 1),
    }
}

/// Creates the sample data, and returns the organization of those who work here.
async fn fill(clerk: &Clerk) -> Result<OrganizationId, clerk_sdk::Error> {
    let mut users = Vec::new();
    for name in PEOPLE {
        let (first, last) = name.split_once(' ').unwrap_or((name, ""));
        let address = format!("{}@example.com", first.to_lowercase());
        let seats = serde_json::json!({ "plan": "basic", "seats": last.len() });
        let user = CreateUser::new()
            .first_name(first)
            .last_name(last)
            .email_address([address])
            .public_metadata(Json::from(seats));
        users.push(clerk.send(user).await?.id);
    }
    let mut staff = OrganizationId::from("");
    for (organization, admin, members) in [
        ("Back office", 0, 1..2),
        ("Analytical Engines", 2, 3..9),
        ("Orbital Mechanics", 15, 16..21),
        ("Plain Compilers", 10, 21..24),
    ] {
        let creator = users.get(admin).cloned();
        let created =
            CreateOrganization { created_by: creator, ..CreateOrganization::new(organization) };
        let id = clerk.send(created).await?.id;
        for user in users.get(members).unwrap_or_default() {
            clerk.send(CreateOrganizationMembership::new(&id, user, "org:member")).await?;
        }
        if staff.as_str().is_empty() {
            staff = id;
        }
    }
    if let Some(user) = users.last() {
        clerk.send(BanUser::new(user)).await?;
    }
    Ok(staff)
}

/// Lets the fake send the webhooks of what a request changed, before the browser sees the next page.
pub(crate) async fn deliver_webhooks(
    State(samples): State<Samples>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    // A delivery that fails is Clerk's to repeat.
    let _ = tokio::task::spawn_blocking(move || samples.fake.deliver_changes()).await;
    response
}

/// Shows no key.
impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setup").field("origin", &self.origin).finish_non_exhaustive()
    }
}
