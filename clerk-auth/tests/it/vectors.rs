//! Tokens and questions that other libraries made, with the expected results.

use std::{error::Error, fs, path::Path, time::Duration};

use clerk_auth::{
    Authenticator, AuthenticatorBuilder, Requirement, Reverification, Session, VerifyError, all_of,
    feature, permission, plan, reverification, role,
};
use clerk_testing::{FakeClerk, Script};
use serde_json::{Value, json};

use crate::support::{at_the_time_of_the_vectors, client};

pub(crate) fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the token of the vector with this ID.
pub(crate) fn token_of(id: &str) -> String {
    let vectors = read("tokens.jsonl");
    let vector = vectors.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    token(&vector.into_iter().find(|vector| vector["id"] == id).expect("the vector"))
}

/// Runs a check on each line of a file, and prints the ID of each that fails.
fn check_all(file: &str, expected: usize, check: impl Fn(&Value) -> Result<(), String>) {
    let vectors = read(file);
    let vectors: Vec<Value> =
        vectors.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(vectors.len(), expected, "vectors in {file}");
    let failures: Vec<String> = vectors
        .iter()
        .filter_map(|vector| {
            let problem = check(vector).err()?;
            Some(format!("{} ({}): {problem}", vector["id"], vector["note"]))
        })
        .collect();
    assert!(failures.is_empty(), "{} fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_token_gets_the_expected_result() {
    check_all("tokens.jsonl", 390, |vector| {
        let expect = &vector["expect"];
        let outcome = verify(vector);
        if expect["either"] == true {
            return Ok(());
        }
        match (outcome, expect["ok"] == true) {
            (Ok(session), true) => match &expect["session"] {
                Value::Null => Ok(()),
                expected => same(&shown(&session), &sorted(expected)),
            },
            (Err(reason), false) => match &expect["reason"] {
                Value::Null => Ok(()),
                expected => same(&json!(reason), expected),
            },
            (Ok(_), false) => Err(format!("accepted, expected {expect}")),
            (Err(reason), true) => Err(format!("refused: {reason}")),
        }
    });
}

/// Sorts the permissions, whose order is free.
fn sorted(session: &Value) -> Value {
    let mut session = session.clone();
    if let Some(permissions) = session["org_permissions"].as_array_mut() {
        permissions.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    }
    session
}

fn same(found: &Value, expected: &Value) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("got {found}, expected {expected}")) }
}

/// Returns the session, or the code of the reason.
fn verify(vector: &Value) -> Result<Session, String> {
    let builder = with_keys(&vector["key"]);
    let builder = with_options(builder, &vector["options"]);
    let auth = at_the_time_of_the_vectors(builder).build().map_err(|error| {
        let source = error.source().expect("a source");
        source.downcast_ref::<VerifyError>().expect("a reason").reason().to_string()
    })?;
    let outcome = pollster::block_on(auth.verify(&token(vector)));
    outcome.map_err(|error| {
        assert!(!error.to_string().contains('\n'), "{error}");
        error.reason().to_string()
    })
}

fn with_keys(key: &Value) -> AuthenticatorBuilder {
    if let Some(pem) = key["pem"].as_str() {
        return Authenticator::from_pem(read(&format!("pem/{pem}.pem")));
    }
    let response = &key["response"];
    let script = match response["status"].as_u64() {
        Some(status) => {
            let body = response["body"].as_str().unwrap().to_owned();
            Script::fixed(status.try_into().unwrap(), &[], body)
        }
        None => {
            let keys = read(&format!("jwks/{}.json", key["jwks"].as_str().unwrap()));
            Script::fixed(200, &[], keys)
        }
    };
    Authenticator::builder().client(client(script))
}

fn with_options(mut builder: AuthenticatorBuilder, options: &Value) -> AuthenticatorBuilder {
    let list = |value: &Value| match value {
        Value::Array(texts) => texts.iter().map(|it| it.as_str().unwrap().to_owned()).collect(),
        text => vec![text.as_str().unwrap().to_owned()],
    };
    for (name, value) in options.as_object().into_iter().flatten() {
        builder = match name.as_str() {
            "audience" => builder.audiences(list(value)),
            "authorized_parties" => builder.authorized_parties(list(value)),
            "issuer" => builder.issuers(list(value)),
            "clock_skew_ms" => builder.clock_skew(Duration::from_millis(value.as_u64().unwrap())),
            other => panic!("unknown option {other}"),
        };
    }
    builder
}

fn token(vector: &Value) -> String {
    match &vector["token_parts"] {
        Value::Array(parts) => parts
            .iter()
            .map(|part| {
                let times = usize::try_from(part[1].as_u64().unwrap()).unwrap();
                part[0].as_str().unwrap().repeat(times)
            })
            .collect(),
        _ => vector["token"].as_str().unwrap().to_owned(),
    }
}

/// Shows a session as the vectors do.
fn shown(session: &Session) -> Value {
    let organization = session.organization.as_ref();
    let mut permissions: Vec<_> = session.permissions().collect();
    permissions.sort();
    let age = |age: Option<u32>| age.map_or(-1, i64::from);
    json!({
        "user_id": session.user_id.as_str(),
        "session_id": session.session_id.as_str(),
        "status": session.status.as_ref().map(ToString::to_string),
        "org_id": organization.map(|it| it.id.as_str()),
        "org_slug": organization.and_then(|it| it.slug.as_deref()),
        "org_role": organization.and_then(|it| it.role.as_deref()),
        "org_permissions": permissions,
        "factor_ages": session.factor_ages.map(|ages| [age(ages.first), age(ages.second)]),
        "actor": session.actor.as_ref().map(|actor| actor.claim.to_value()),
    })
}

#[test]
fn every_question_gets_the_expected_response() {
    let fake = FakeClerk::new().with_tokens();
    let auth = at_the_time_of_the_vectors(Authenticator::builder().client(client(fake.clone())))
        .build()
        .unwrap();
    check_all("has.jsonl", 64, |vector| {
        let user = vector["claims"]["sub"].as_str().expect("a subject");
        let token = fake.sign_in(user).claims(vector["claims"].clone()).token();
        let session = match pollster::block_on(auth.verify(&token)) {
            Ok(session) => session,
            // Without a user there is no session to ask.
            Err(_) if user.is_empty() => return same(&json!(false), &vector["expect"]),
            Err(error) => return Err(error.to_string()),
        };
        let has = match requirement(&vector["params"]) {
            Some(requirement) => session.has(requirement),
            None => false,
        };
        same(&json!(has), &vector["expect"])
    });
}

/// Returns the requirement, or `None` if it cannot be expressed.
fn requirement(params: &Value) -> Option<Requirement> {
    let mut all = Vec::new();
    for (name, value) in params.as_object().unwrap() {
        let text = || value.as_str().unwrap().to_owned();
        all.push(match name.as_str() {
            "role" => role(text()),
            "permission" => permission(text()),
            "feature" => feature(text()),
            "plan" => plan(text()),
            "reverification" => reverification(match value.as_str() {
                Some("strict_mfa") => Reverification::STRICT_MFA,
                Some("strict") => Reverification::STRICT,
                Some("moderate") => Reverification::MODERATE,
                Some("lax") => Reverification::LAX,
                Some(_) => return None,
                None => {
                    let minutes = u32::try_from(value["afterMinutes"].as_u64()?).ok()?;
                    match value["level"].as_str()? {
                        "first_factor" => Reverification::first_factor(minutes),
                        "second_factor" => Reverification::second_factor(minutes),
                        "multi_factor" => Reverification::multi_factor(minutes),
                        _ => return None,
                    }
                }
            }),
            other => panic!("unknown param {other}"),
        });
    }
    Some(all_of(all))
}
