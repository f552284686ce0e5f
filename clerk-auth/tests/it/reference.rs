//! The same rules once more, plain and slow, and random tokens that both must treat alike.

use std::{collections::BTreeSet, time::Duration};

use clerk_auth::{Authenticator, permission};
use clerk_testing::FakeClerk;
use proptest::{
    collection::vec,
    prelude::{Strategy, any, proptest},
    prop_assert, prop_assert_eq,
    sample::select,
    test_runner::Config,
};
use serde_json::{Map, Value, json};

use crate::support::{NOW, at_the_time_of_the_vectors, client};

#[derive(Clone, Debug)]
struct Options {
    audiences: Vec<&'static str>,
    parties: Vec<&'static str>,
    absent_party: bool,
    issuers: Vec<&'static str>,
    skew: i64,
}

/// Decodes base64url letter by letter, into bits.
fn decode(text: &str) -> Option<Vec<u8>> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bits = Vec::new();
    for letter in text.chars() {
        let value = LETTERS.chars().position(|it| it == letter)?;
        bits.extend((0..6).rev().map(|bit| value >> bit & 1));
    }
    let (bytes, rest) = bits.split_at(bits.len() / 8 * 8);
    if rest.len() >= 6 || rest.contains(&1) {
        return None;
    }
    let byte = |bits: &[usize]| bits.iter().fold(0, |all, bit| all << 1 | *bit);
    Some(bytes.chunks(8).map(|bits| u8::try_from(byte(bits)).unwrap()).collect())
}

fn object(text: &str) -> Option<Map<String, Value>> {
    let text = String::from_utf8(decode(text)?).ok()?;
    match serde_json::from_str(&text).ok()? {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

/// Returns the reason why a token is refused. `signed` is the token that the key made of
/// the same header and payload: a signature of PKCS#1 v1.5 has one form only.
fn refusal(token: &str, signed: &str, options: &Options) -> Option<&'static str> {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts[..] else { return Some("token-invalid") };
    if token.len() > 65_536 || !token.is_ascii() {
        return Some("token-invalid");
    }
    let (Some(header), Some(_)) = (object(header), decode(signature)) else {
        return Some("token-invalid");
    };
    if header.contains_key("crit") {
        return Some("token-invalid");
    }
    let typ = header.get("typ");
    if typ == Some(&json!("at+jwt")) || typ == Some(&json!("application/at+jwt")) {
        return Some("token-type-mismatch");
    }
    let sessions = [json!("cl_B7d4PD111AAA"), json!("cl_I7d4PD111III")];
    if header.get("cat").is_some_and(|cat| !sessions.contains(cat)) {
        return Some("token-type-mismatch");
    }
    if typ.is_some_and(|typ| typ != "JWT") {
        return Some("token-invalid");
    }
    match header.get("alg").and_then(Value::as_str) {
        Some("RS256") => {}
        Some("RS384" | "RS512") if header.get("kid") == Some(&json!("ins_fake")) => {
            return Some("token-invalid-algorithm");
        }
        Some("RS384" | "RS512") => return Some("jwk-kid-mismatch"),
        _ => return Some("token-invalid-algorithm"),
    }
    if header.get("kid") != Some(&json!("ins_fake")) {
        return Some("jwk-kid-mismatch");
    }
    if token != signed {
        return Some("token-invalid-signature");
    }
    let Some(claims) = object(payload) else { return Some("token-invalid") };
    refused_claims(&claims, options)
}

fn refused_claims(claims: &Map<String, Value>, options: &Options) -> Option<&'static str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("sub").unwrap_or("").is_empty() {
        return Some("token-verification-failed");
    }
    if text("sub").unwrap().starts_with("mch_") || text("sid").unwrap_or("").is_empty() {
        return Some("token-type-mismatch");
    }
    let audiences = match claims.get("aud") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(all)) if all.iter().all(Value::is_string) => {
            all.iter().map(|it| it.as_str().unwrap().to_owned()).collect()
        }
        _ => vec![],
    };
    let asked = &options.audiences;
    if !asked.is_empty() && !audiences.iter().any(|it| asked.contains(&it.as_str())) {
        return Some("token-verification-failed");
    }
    let party = match text("azp") {
        Some(party) => options.parties.contains(&party),
        None => !claims.contains_key("azp") && options.absent_party,
    };
    if !options.parties.is_empty() && !party {
        return Some("token-invalid-authorized-parties");
    }
    if !options.issuers.is_empty() && !text("iss").is_some_and(|it| options.issuers.contains(&it)) {
        return Some("token-invalid-issuer");
    }
    let time = |name: &str| claims.get(name).map(|time| time.as_f64().map(f64::trunc));
    #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "exact below 2^53")]
    let (now, skew) = ((NOW * 1000) as f64, options.skew as f64);
    match time("exp") {
        Some(Some(time)) if time * 1000.0 <= now - skew => return Some("token-expired"),
        Some(Some(_)) => {}
        _ => return Some("token-verification-failed"),
    }
    for (name, reason) in [("nbf", "token-not-active-yet"), ("iat", "token-iat-in-the-future")] {
        match time(name) {
            Some(Some(time)) if time * 1000.0 > now + skew => return Some(reason),
            Some(None) => return Some("token-verification-failed"),
            _ => {}
        }
    }
    None
}

/// Returns the permissions of version 2, by halving each number until nothing is left.
fn permissions(features: &str, names: &str, masks: &str) -> BTreeSet<String> {
    let names: Vec<&str> = names.split(',').map(str::trim).collect();
    let mut granted = BTreeSet::new();
    for (feature, mask) in features.split(',').zip(masks.split(',')) {
        let (feature, mask) = (feature.trim(), mask.trim());
        let Some((scope, feature)) = feature.split_once(':') else { continue };
        if !["o", "ou", "uo"].contains(&scope) || feature.is_empty() {
            continue;
        }
        let Some(mut digits) = mask.chars().map(|it| it.to_digit(10)).collect::<Option<Vec<_>>>()
        else {
            continue;
        };
        for name in &names {
            let mut rest = 0;
            for digit in &mut digits {
                let number = rest * 10 + *digit;
                (*digit, rest) = (number / 2, number % 2);
            }
            if rest == 1 && !name.is_empty() {
                granted.insert(format!("org:{feature}:{name}"));
            }
        }
    }
    granted
}

/// A member that may be missing, and whose value is one of these.
fn member(values: Vec<Value>) -> impl Strategy<Value = Option<Value>> {
    // The first one is the valid one: without it, hardly any token would pass.
    let valid = values[0].clone();
    (0..10_u8, select(values)).prop_map(move |(kind, other)| match kind {
        0 => None,
        1 | 2 => Some(other),
        _ => Some(valid.clone()),
    })
}

fn members(all: Vec<(&'static str, Vec<Value>)>) -> impl Strategy<Value = Map<String, Value>> {
    let (names, values): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    let values: Vec<_> = values.into_iter().map(member).collect();
    values.prop_map(move |values| {
        let members = names.iter().zip(values);
        members.filter_map(|(name, value)| Some(((*name).to_owned(), value?))).collect()
    })
}

fn header() -> impl Strategy<Value = Map<String, Value>> {
    members(vec![
        ("typ", vec![json!("JWT"), json!("at+jwt"), json!("jwt"), json!(null), json!(1)]),
        (
            "cat",
            vec![
                json!("cl_B7d4PD111AAA"),
                json!("cl_B7d4PD222AAA"),
                json!("cl_I7d4PD111III"),
                json!(null),
            ],
        ),
        ("alg", vec![json!("RS256"), json!("RS384"), json!("HS256"), json!("none"), json!(5)]),
        ("kid", vec![json!("ins_fake"), json!("ins_other"), json!(null)]),
        ("jku", vec![json!("https://evil.example")]),
    ])
}

fn claims() -> impl Strategy<Value = Map<String, Value>> {
    let times = |valid: i64| {
        let near = [-5, -4, 4, 5, 6].map(|seconds| json!(NOW + seconds));
        let odd = [
            json!(null),
            json!("1800000060"),
            json!(1e300),
            json!(-1e300),
            json!(0.5),
            json!(1_800_000_005.9),
        ];
        [json!(valid)].into_iter().chain(near).chain(odd).collect::<Vec<_>>()
    };
    let texts = |all: &[&str]| {
        let odd = [json!(null), json!(5), json!(["x"]), json!("")];
        all.iter().map(|it| json!(it)).chain(odd).collect::<Vec<_>>()
    };
    members(vec![
        ("sub", texts(&["user_1", "mch_1"])),
        ("sid", texts(&["sess_1"])),
        ("aud", vec![json!("api"), json!(["x", "api"]), json!(["api", 1]), json!(null), json!([])]),
        ("azp", texts(&["https://a.example", "https://b.example"])),
        ("iss", texts(&["https://clerk.a.example", "https://clerk.b.example"])),
        ("exp", times(NOW + 60)),
        ("nbf", times(NOW - 10)),
        ("iat", times(NOW - 5)),
        ("custom", vec![json!({ "deep": [1, { "x": "é\u{1f600}" }] })]),
    ])
}

fn options() -> impl Strategy<Value = Options> {
    let some = |value: &'static str| select(vec![vec![], vec![], vec![value], vec!["x", value]]);
    (
        some("api"),
        some("https://a.example"),
        any::<bool>(),
        some("https://clerk.a.example"),
        select(vec![5000, 0, 1500]),
    )
        .prop_map(|(audiences, parties, absent_party, issuers, skew)| Options {
            audiences,
            parties,
            absent_party,
            issuers,
            skew,
        })
}

/// A change to a signed token.
fn change() -> impl Strategy<Value = Option<(proptest::sample::Index, char)>> {
    proptest::option::weighted(
        0.2,
        (any::<proptest::sample::Index>(), select(vec!['A', 'B', '.', '=', '+', ' ', 'é'])),
    )
}

fn element() -> impl Strategy<Value = String> {
    "(o|u|uo|ou|x|O)?:?[ab]{0,2} ?"
}

proptest! {
    #![proptest_config(Config::with_cases(2000))]

    #[test]
    fn random_tokens_are_treated_alike(
        header in header(),
        claims in claims(),
        options in options(),
        change in change(),
    ) {
        let fake = FakeClerk::new().with_tokens();
        let text = |members| Value::Object(members).to_string();
        let signed = fake.sign_raw(&text(header), &text(claims));
        let mut token = signed.clone();
        if let Some((index, letter)) = change {
            let at = index.index(token.len());
            token.replace_range(at..=at, &letter.to_string());
        }
        let mut builder = Authenticator::builder()
            .client(client(fake))
            .audiences(options.audiences.clone())
            .authorized_parties(options.parties.clone())
            .issuers(options.issuers.clone())
            .clock_skew(Duration::from_millis(options.skew.unsigned_abs()));
        if options.absent_party {
            builder = builder.allow_missing_authorized_party();
        }
        let auth = at_the_time_of_the_vectors(builder).build().unwrap();
        let outcome = pollster::block_on(auth.verify(&token));
        let found = outcome.err().map(|error| error.reason().to_string());
        prop_assert_eq!(found.as_deref(), refusal(&token, &signed, &options));
    }

    #[test]
    fn random_permissions_are_read_alike(
        features in vec(element(), 0..6),
        names in vec("[a-d]{0,2} ?", 0..150),
        masks in vec("([0-9]{1,60}|[0-9]|x| 3 |)", 0..6),
        (feature, name) in ("[ab]{1,2}", "[a-d]{1,2}"),
    ) {
        let [features, names, masks] = [features, names, masks].map(|list| list.join(","));
        let fake = FakeClerk::new().with_tokens();
        let token = fake.sign_in("user_1").claim("fea", features.clone());
        let token = token.claim("o", json!({ "id": "org_1", "per": names, "fpm": masks })).token();
        let auth = Authenticator::builder().client(client(fake)).build().unwrap();
        let session = pollster::block_on(auth.verify(&token)).unwrap();
        let expected = permissions(&features, &names, &masks);
        let found: BTreeSet<_> = session.permissions().map(|it| it.into_owned()).collect();
        prop_assert_eq!(&found, &expected);
        for granted in expected.iter() {
            prop_assert!(session.has(permission(granted.clone())), "{}", granted);
        }
        let asked = format!("org:{feature}:{name}");
        prop_assert_eq!(session.has(permission(asked.clone())), expected.contains(&asked));
    }
}

#[test]
fn the_plain_code_passes_too() {
    assert_eq!(decode("AQ"), Some(vec![1]));
    assert_eq!(decode("AR"), None);
    assert_eq!(decode("A"), None);
    let expected = ["org:dashboard:manage", "org:dashboard:read", "org:teams:read"];
    let granted = permissions("o:dashboard,u:chat,o:teams", "manage,read", "3,0,2");
    assert_eq!(granted.into_iter().collect::<Vec<_>>(), expected);
}
