//! A credential shows in no text, even if the response quotes it.

use std::{error::Error as _, fmt::Debug};

use clerk_core::{Bytes, Client, ClientBuilder, Error, http::Response, retry::RetryPolicy};
use clerk_testing::Script;
use other_apis::ledger::GetAccount;

use crate::script::{json, typed};

const SECRET: &str = "s3cr3t+k/y=&\"x\"";
type Start = fn(ClientBuilder) -> ClientBuilder;

/// The kind of credential, the builder's method, and the secret as its header has it.
const CLIENTS: [(&str, Start, &str); 4] = [
    ("bearer", |client| client.bearer(SECRET), SECRET),
    ("user name", |client| client.basic(SECRET, ""), "czNjcjN0K2sveT0mIngiOg=="),
    ("password", |client| client.basic("user", SECRET), "dXNlcjpzM2NyM3Qray95PSYieCI="),
    ("key", |client| client.api_key("x-api-key", SECRET), SECRET),
];

/// The secret as it is, percent-encoded, and as its header has it.
fn forms(in_header: &str) -> Vec<String> {
    let escape = |byte: u8| match byte {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    let percent: String = SECRET.bytes().map(escape).collect();
    let lower = percent.replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d");
    vec![SECRET.to_owned(), percent, lower, in_header.to_owned()]
}

/// Responses that quote the secret in every member that an error reader or a person looks at.
fn responses(quoted: &str) -> Vec<Response<Bytes>> {
    let text = serde_json::to_string(quoted).unwrap();
    let mut traced = json(500, &format!(r#"{{"message":{text}}}"#));
    if let Ok(value) = quoted.parse() {
        traced.headers_mut().insert("x-request-id", value);
    }
    vec![
        traced,
        json(401, &format!(r#"{{"error":{{"code":{text},"message":{text},"param":{text}}}}}"#)),
        json(
            422,
            &format!(r#"{{"title":"x","detail":{text},"request_id":{text},"more":[{text}]}}"#),
        ),
        json(422, &format!(r#"{{"message":"x","errors":[{text},{{"code":"y",{text}:1}}]}}"#)),
        json(400, &format!("{{{text}:{{}}}}")),
        typed(502, "text/html", &format!("<p>{quoted}</p>")),
        json(200, &format!(r#"{{"id":{text},"balance":{text}}}"#)),
        json(200, quoted),
    ]
}

#[tokio::test]
async fn no_text_shows_a_credential() {
    for (name, start, in_header) in CLIENTS {
        for quoted in forms(in_header) {
            for response in responses(&quoted) {
                let script = Script::default();
                let body = response.body().clone();
                script.reply(response);
                let builder = start(Client::builder("https://api.test"));
                let mut texts = debug(&builder);
                let builder = builder.transport(script.clone()).retry(RetryPolicy::never());
                let client = builder.build().unwrap();
                texts.extend(debug(&client));
                let call = client.send(GetAccount::new("a1"));
                texts.extend(debug(&call));
                texts.extend(error_texts(&call.await.unwrap_err()));
                texts.extend(debug(&script.take_sent()));
                for text in texts {
                    for form in forms(in_header) {
                        assert!(!text.contains(&form), "{name}: {body:?} shows in\n{text}");
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn no_text_shows_the_credential_of_a_call() {
    let script = Script::default();
    let client = Client::builder("https://api.test").bearer("other").transport(script.clone());
    let client = client.retry(RetryPolicy::never()).build().unwrap();
    for response in responses(SECRET) {
        script.reply(response);
        let call = client.send(GetAccount::new("a1")).bearer(SECRET);
        let mut texts = debug(&call);
        texts.extend(error_texts(&call.await.unwrap_err()));
        texts.extend(debug(&script.take_sent()));
        for text in texts {
            assert!(!text.contains(SECRET), "{text}");
            assert!(!text.contains(&SECRET.replace('"', "\\\"")), "{text}");
        }
    }
}

fn debug(value: &impl Debug) -> Vec<String> {
    vec![format!("{value:?}"), format!("{value:#?}")]
}

/// Everything about an error that can be shown. Only its body and its headers are unredacted.
fn error_texts(error: &Error) -> Vec<String> {
    let mut texts = debug(error);
    texts.extend([error.to_string(), format!("{:?}", error.trace_id())]);
    let mut source = error.source();
    while let Some(error) = source {
        texts.extend(debug(&error));
        texts.push(error.to_string());
        source = error.source();
    }
    if let Some(api) = error.api() {
        texts.extend(debug(&api.errors()));
        texts.extend(debug(&api.meta()));
        for detail in api.errors() {
            texts.extend(detail.meta.as_ref().map(|meta| meta.as_str().to_owned()));
            texts.push(format!("{} {} {:?}", detail.code, detail.message, detail.description));
        }
    }
    if let Some(decode) = error.decode() {
        texts.push(format!("{} {}", decode.path(), decode.problem()));
    }
    texts
}
