//! Requests as text, and the names in braces.
//!
//! | name | stands for |
//! | --- | --- |
//! | `token` | a session token of `user_1` without an organization |
//! | `token:admin`, `token:member` | the same, with the role in `org_1` |
//! | `token:manager` | the same, with the permission `org:invoices:manage` |
//! | `token:2` | a session token of `user_2` |
//! | `expired`, `early`, `forged`, `foreign`, `template`, `pending`, `elsewhere` | a session token of that kind; `elsewhere` is of another origin |
//! | `m2m`, `m2m jwt`, `api key`, `oauth`, `oauth jwt`, `expired api key` | a machine's token |
//! | `suffix` | the suffix of the instance's cookies |
//! | `uat` | a minute ago, in seconds |
//! | `length` | the length of the body |
//! | `event`, `event:N` | an event, and one of N bytes |
//! | `webhook`, `webhook:N` | the three headers of the body or of the event, signed N seconds from now |
//! | `svix-id`, `svix-timestamp`, `svix-signature` | the value of one of them |
//! | `a*N` | N times the letter `a` |

use clerk_sdk::{Timestamp, auth::PublishableKey, testing::FakeClerk, webhooks::Webhook};

use crate::{
    setup::{PUBLISHABLE_KEY, Site},
    wire::Request,
};

const EVENT: &str = r#"{"data":{"deleted":true,"id":"user_1","object":"user"},"object":"event","type":"user.deleted","timestamp":1767225600000,"instance_id":"ins_1"}"#;

impl Site {
    /// Returns the bytes of a request.
    pub(crate) fn request(&self, text: &str) -> Request {
        let mut writer = Writer { fake: &self.fake, secrets: Vec::new(), body: Vec::new() };
        let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
        writer.body = writer.expand(body);
        let head = format!("{}\r\n\r\n", head.replace('\n', "\r\n"));
        let head = writer.expand(&head);
        Request { head, body: writer.body, secrets: writer.secrets }
    }
}

struct Writer<'a> {
    fake: &'a FakeClerk,
    secrets: Vec<String>,
    body: Vec<u8>,
}

impl Writer<'_> {
    fn expand(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("a brace is closed");
            bytes.extend(latin1(before));
            bytes.extend(self.value(name).into_bytes());
            rest = after;
        }
        bytes.extend(latin1(rest));
        bytes
    }

    fn value(&mut self, name: &str) -> String {
        if let Some(count) = name.strip_prefix("a*") {
            return "a".repeat(number(count));
        }
        if let Some(length) = name.strip_prefix("event:") {
            let spaces = number(length).saturating_sub(EVENT.len());
            return format!("{EVENT}{}", " ".repeat(spaces));
        }
        if let Some(shift) = name.strip_prefix("webhook:") {
            return self.webhook(shift.parse().expect("a number"));
        }
        match name {
            "suffix" => PublishableKey::parse(PUBLISHABLE_KEY).unwrap().cookie_suffix(),
            "uat" => (now() - 60).to_string(),
            "length" => self.body.len().to_string(),
            "event" => EVENT.to_owned(),
            "webhook" => self.webhook(0),
            "svix-id" | "svix-timestamp" | "svix-signature" => {
                let signed = self.signed(0);
                let found = signed.into_iter().find(|(header, _)| *header == name);
                found.expect("it is one of the three").1
            }
            name => {
                let token = token(self.fake, name);
                self.secrets.push(token.clone());
                token
            }
        }
    }

    fn webhook(&self, shift: i64) -> String {
        self.signed(shift).map(|(name, value)| format!("{name}: {value}")).join("\r\n")
    }

    /// A body in chunks holds the event.
    fn signed(&self, shift: i64) -> [(&'static str, String); 3] {
        let plain =
            self.body.is_empty() || self.body.starts_with(b"{") || self.body.starts_with(b"a");
        let signed = if plain { &*self.body } else { EVENT.as_bytes() };
        Webhook::sample().sign("msg_1", now() + shift, signed)
    }
}

fn token(fake: &FakeClerk, name: &str) -> String {
    let user = fake.sign_in("user_1");
    match name {
        "token" => user.token(),
        "token:2" => fake.sign_in("user_2").token(),
        "token:admin" => user.organization("org_1").role("org:admin").token(),
        "token:member" => user.organization("org_1").role("org:member").token(),
        "token:manager" => user
            .organization("org_1")
            .features(["o:invoices"])
            .permissions(["org:invoices:manage"])
            .token(),
        "expired" => user.expired().token(),
        "early" => user.early().token(),
        "forged" => user.forged().token(),
        "foreign" => user.of_another_instance().token(),
        "template" => user.template().token(),
        "pending" => user.status("pending").token(),
        "elsewhere" => user.authorized_party("https://evil.example").token(),
        "m2m" => fake.m2m_token("mch_1").token(),
        "m2m jwt" => fake.m2m_token("mch_1").jwt(),
        "api key" => fake.api_key("org_1").token(),
        "expired api key" => fake.api_key("org_1").expired().token(),
        "oauth" => fake.oauth_token("user_1").token(),
        "oauth jwt" => fake.oauth_token("user_1").jwt(),
        other => panic!("nothing is named `{other}`"),
    }
}

fn latin1(text: &str) -> impl Iterator<Item = u8> {
    text.chars().map(|letter| u8::try_from(letter).expect("each character is a byte"))
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

fn now() -> i64 {
    Timestamp::now().as_unix_millis().div_euclid(1000)
}
