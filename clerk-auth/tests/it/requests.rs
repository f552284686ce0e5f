//! Whole requests: the vectors in `vectors/requests.jsonl`, which other libraries made.

use std::{collections::BTreeMap, fs, path::PathBuf};

use clerk_api::conventions;
use clerk_auth::{
    Accepts, AuthState, Authenticator, AuthenticatorBuilder, Identity, OrganizationSync, Refusal,
    RequestView, Session, TokenKind,
};
use clerk_core::{
    Bytes, ConfigError, Timestamp,
    client::Client,
    http::{HeaderMap, Request},
    transport::TransportErrorKind,
};
use clerk_testing::{Reply, Script};
use serde::Deserialize;
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000;

#[derive(Deserialize)]
struct Vector {
    id: String,
    note: String,
    request: VectorRequest,
    #[serde(default)]
    options: Options,
    #[serde(default)]
    api: Vec<ApiResponse>,
    expect: Expect,
}

#[derive(Deserialize)]
struct VectorRequest {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Options {
    publishable_key: Option<String>,
    jwt_key: Option<String>,
    jwks: Option<String>,
    secret_key: Option<String>,
    machine_secret_key: Option<String>,
    accepts_token: Option<Value>,
    audience: Option<Value>,
    authorized_parties: Option<Vec<String>>,
    domain: Option<String>,
    #[serde(default)]
    is_satellite: bool,
    proxy_url: Option<String>,
    sign_in_url: Option<String>,
    #[serde(default)]
    satellite_auto_sync: bool,
    organization_sync: Option<BTreeMap<String, Vec<String>>>,
}

#[derive(Clone, Debug, Deserialize)]
struct ApiResponse {
    method: String,
    path: String,
    status: Option<u16>,
    body: Option<Value>,
    error: Option<Value>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Expect {
    #[serde(default)]
    either: bool,
    #[serde(default)]
    configuration_error: bool,
    status: Option<String>,
    reason: Option<String>,
    /// `Some(Null)` if the kind is judged to be none.
    #[serde(default, deserialize_with = "judged")]
    token_type: Option<Value>,
    auth: Option<BTreeMap<String, Value>>,
    headers: Option<BTreeMap<String, Value>>,
    calls: Option<Vec<Call>>,
}

fn judged<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

#[derive(Deserialize)]
struct Call {
    method: String,
    path: String,
    body: Option<Value>,
}

/// Clerk, as a vector describes it.
fn clerk(vector: &Vector) -> Script {
    let (api, jwks) = (vector.api.clone(), vector.options.jwks.as_ref());
    let jwks =
        jwks.map(|name| fs::read_to_string(vectors().join(format!("jwks/{name}.json"))).unwrap());
    Script::new(move |request: &Request<Bytes>| {
        let path = path(request);
        if let Some(jwks) = jwks.as_ref().filter(|_| path == "/jwks") {
            return Reply::json(jwks.clone());
        }
        let scripted = api.iter().find(|it| *request.method() == *it.method && it.path == path);
        let Some(scripted) = scripted else { return Reply::status(404).body("{}") };
        if scripted.error.is_some() {
            return Reply::error(TransportErrorKind::Connect);
        }
        let body = scripted.body.clone().unwrap_or_default().to_string();
        Reply::status(scripted.status.unwrap()).body(body)
    })
}

fn path(request: &Request<Bytes>) -> &str {
    request.uri().path_and_query().unwrap().as_str().strip_prefix("/v1").unwrap()
}

/// Returns the calls, except for those that fetch the keys of the vector.
fn calls(vector: &Vector, script: &Script) -> Vec<(String, String, Value)> {
    let has_keys = vector.options.jwks.is_some();
    let sent = script.sent().into_iter();
    sent.filter(|request| !has_keys || path(request) != "/jwks")
        .map(|request| {
            let body = serde_json::from_slice(request.body()).unwrap_or_default();
            (request.method().to_string(), path(&request).to_owned(), body)
        })
        .collect()
}

fn vectors() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

fn build(options: &Options, script: &Script) -> Result<Authenticator, ConfigError> {
    let key = options.secret_key.as_deref().unwrap_or("sk_test_x");
    let client: Client = conventions::client(key).transport(script.clone()).build()?;
    let mut builder: AuthenticatorBuilder = Authenticator::builder()
        .client(client)
        .clock(|| Timestamp::from_unix_millis(NOW * 1000))
        .trust_forwarded_headers(true);
    if let Some(name) = &options.jwt_key {
        builder =
            builder.pem(fs::read_to_string(vectors().join(format!("pem/{name}.pem"))).unwrap());
    }
    if let Some(key) = &options.publishable_key {
        builder = builder.publishable_key(key);
    }
    if let Some(key) = &options.machine_secret_key {
        builder = builder.machine_secret_key(key);
    }
    if let Some(url) = &options.proxy_url {
        builder = builder.proxy_url(url);
    }
    if let Some(url) = &options.sign_in_url {
        builder = builder.sign_in_url(url);
    }
    if options.is_satellite {
        builder = builder.satellite(options.domain.as_deref().unwrap_or_default());
    }
    if let Some(parties) = &options.authorized_parties {
        builder = builder.authorized_parties(parties.clone());
    }
    match &options.audience {
        Some(Value::String(audience)) => builder = builder.audiences([audience.clone()]),
        Some(audiences) => {
            builder = builder
                .audiences(serde_json::from_value::<Vec<String>>(audiences.clone()).unwrap());
        }
        None => {}
    }
    if let Some(sync) = &options.organization_sync {
        let patterns = |name: &str| sync.get(name).cloned().unwrap_or_default();
        builder = builder.organization_sync(
            OrganizationSync::new()
                .organization(patterns("organization_patterns"))
                .personal_account(patterns("personal_account_patterns")),
        );
    }
    builder
        .satellite_auto_sync(options.satellite_auto_sync)
        .accepts(accepts(options.accepts_token.as_ref()))
        .build()
}

fn accepts(option: Option<&Value>) -> Accepts {
    let kind = |name: &Value| match name.as_str().unwrap() {
        "session_token" => TokenKind::Session,
        "m2m_token" => TokenKind::M2m,
        "api_key" => TokenKind::ApiKey,
        "oauth_token" => TokenKind::OAuth,
        other => panic!("an unknown kind of token: {other}"),
    };
    match option {
        None => Accepts::default(),
        Some(Value::Array(kinds)) => kinds.iter().map(kind).collect::<Vec<_>>().as_slice().into(),
        Some(any) if any == "any" => Accepts::ANY,
        Some(one) => kind(one).into(),
    }
}

/// Runs a vector. The result lists what differs from the verdict.
fn run(vector: &Vector) -> Vec<String> {
    let script = clerk(vector);
    let auth = match build(&vector.options, &script) {
        Ok(auth) => auth,
        Err(_) if vector.expect.configuration_error => return Vec::new(),
        Err(error) => return vec![error.to_string()],
    };
    if vector.expect.configuration_error {
        return vec!["the configuration was accepted".to_owned()];
    }
    let headers: Vec<(&str, Vec<u8>)> = vector
        .request
        .headers
        .iter()
        .map(|(name, value)| (&**name, value.chars().map(|c| u8::try_from(c).unwrap()).collect()))
        .collect();
    let view = RequestView::new(
        &vector.request.method,
        &vector.request.url,
        headers.iter().map(|(name, value)| (*name, &**value)),
    );
    let state = pollster::block_on(auth.authenticate(view));
    if vector.expect.either {
        return Vec::new();
    }
    let calls = calls(vector, &script);
    differences(&vector.expect, &Outcome::of(&state), &calls, &headers)
}

/// A state in the words of the vectors.
struct Outcome {
    status: &'static str,
    reason: Option<String>,
    token_type: Option<TokenKind>,
    headers: HeaderMap,
    auth: Value,
}

impl Outcome {
    fn of(state: &AuthState) -> Self {
        let of_refusal = |status, refusal: &Refusal| {
            let pending = refusal.pending_session();
            Self {
                status: if pending.is_some() { "signed-in" } else { status },
                reason: Some(refusal.reason().to_string()),
                token_type: refusal.token_kind(),
                headers: refusal.headers(),
                auth: pending.map(session).unwrap_or_default(),
            }
        };
        match state {
            AuthState::SignedIn(identity) => Self {
                status: "signed-in",
                reason: None,
                token_type: Some(identity.token_kind()),
                headers: identity.headers().clone(),
                auth: caller(identity),
            },
            AuthState::SignedOut(refusal) => of_refusal("signed-out", refusal),
            AuthState::Handshake(redirect) => of_refusal("handshake", redirect.as_refusal()),
        }
    }
}

fn session(session: &Session) -> Value {
    let signed_in = !session.is_pending();
    let shown = |value: Option<&str>| value.filter(|_| signed_in).map(str::to_owned);
    json!({
        "signed_in": signed_in,
        "user_id": shown(Some(session.user_id.as_str())),
        "session_id": shown(Some(session.session_id.as_str())),
        "status": session.status,
        "org_id": shown(session.organization.as_ref().map(|it| it.id.as_str())),
    })
}

fn caller(identity: &Identity) -> Value {
    match (identity.session(), identity.machine()) {
        (Some(known), _) => session(known),
        (_, Some(token)) => json!({
            "id": token.id,
            "subject": token.subject,
            "scopes": token.scopes,
            "claims": token.claims,
            "client_id": token.client_id,
            "user_id": token.user_id(),
            "org_id": token.organization_id(),
            "machine_id": token.machine_id(),
        }),
        _ => Value::Null,
    }
}

fn differences(
    expect: &Expect,
    found: &Outcome,
    calls: &[(String, String, Value)],
    sent: &[(&str, Vec<u8>)],
) -> Vec<String> {
    let mut all = Vec::new();
    let mut check = |what: &str, expected: Value, found: Value| {
        if expected != found {
            all.push(format!("{what}: expected {expected}, found {found}"));
        }
    };
    if let Some(status) = &expect.status {
        check("status", status.as_str().into(), found.status.into());
    }
    if let Some(reason) = &expect.reason {
        check("reason", reason.as_str().into(), json!(found.reason));
    }
    if let Some(kind) = &expect.token_type {
        check("token_type", kind.clone(), json!(found.token_type.map(TokenKind::as_str)));
    }
    for (name, expected) in expect.auth.iter().flatten() {
        check(&format!("auth.{name}"), expected.clone(), found.auth[name].clone());
    }
    if let Some(headers) = &expect.headers {
        for name in [
            "access-control-allow-credentials",
            "access-control-allow-origin",
            "location",
            "set-cookie",
            "x-clerk-auth-reason",
            "x-clerk-auth-status",
        ] {
            let values: Vec<_> = found.headers.get_all(name).iter().collect();
            let values: Vec<_> = values.iter().map(|value| value.to_str().unwrap()).collect();
            let expected = match headers.get(name) {
                None => Vec::new(),
                Some(Value::Array(lines)) => lines.iter().map(|it| it.as_str().unwrap()).collect(),
                Some(value) => vec![value.as_str().unwrap()],
            };
            let same = |text: &&str| text.replace("%20", "+").replace("%2520", "%2B");
            check(name, expected.iter().map(same).collect(), values.iter().map(same).collect());
        }
        if headers.contains_key("cache-control") {
            check(
                "cache-control",
                "no-store".into(),
                found.headers["cache-control"].to_str().unwrap().into(),
            );
        }
    }
    if let Some(expected) = &expect.calls {
        check("calls", expected.len().into(), calls.len().into());
        for (expected, (method, path, body)) in expected.iter().zip(calls) {
            check("method", expected.method.as_str().into(), method.as_str().into());
            check("path", expected.path.as_str().into(), path.as_str().into());
            let mut wanted = expected.body.clone().unwrap_or_default();
            if wanted.get("request_headers").is_some() {
                wanted["request_headers"] = every_header(sent);
            }
            check("body", wanted, body.clone());
        }
    }
    all
}

fn every_header(sent: &[(&str, Vec<u8>)]) -> Value {
    let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in sent {
        let value = value.iter().copied().map(char::from).collect();
        headers.entry(name.to_ascii_lowercase()).or_default().push(value);
    }
    json!(headers)
}

#[test]
fn every_vector_has_its_verdict() {
    let text = fs::read_to_string(vectors().join("requests.jsonl")).unwrap();
    let mut failed = 0;
    for line in text.lines() {
        let vector: Vector = serde_json::from_str(line).unwrap();
        for difference in run(&vector) {
            failed += 1;
            println!("{} ({}): {difference}", vector.id, vector.note);
        }
    }
    assert!(text.lines().count() >= 203);
    assert_eq!(failed, 0, "the differences are printed above");
}
