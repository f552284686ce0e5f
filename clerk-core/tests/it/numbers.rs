//! NaN and infinite numbers are refused with the name of the param. In JSON they are `null`.

use std::collections::BTreeMap;

use clerk_core::{Client, Endpoint, Error, Json, values::Scalar};
use clerk_testing::Script;
use serde::Serialize;
use smol::future::block_on;

use crate::api;

const NUMBERS: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

/// A price in a nested object.
#[derive(Clone, Serialize)]
struct Price {
    amount: f64,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a/{segment}", response = ())]
struct InPath {
    segment: f64,
}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", response = ())]
struct InQuery {
    #[endpoint(query)]
    number: Option<f32>,
    #[endpoint(query)]
    several: Vec<f64>,
    #[endpoint(header = "x-number")]
    header: Option<f64>,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", response = ())]
struct InMembers {
    number: Option<f64>,
    nested: Option<Vec<Price>>,
    map: Option<BTreeMap<String, Option<f64>>>,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", response = ())]
struct InBody {
    #[endpoint(body)]
    price: Price,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", response = (), body = form)]
struct InForm {
    number: f64,
}

#[derive(Endpoint)]
#[endpoint(method = POST, path = "/a", response = ())]
struct InPart {
    #[endpoint(part)]
    number: f64,
}

fn refused(client: &Client, call: impl Endpoint) -> String {
    let Err(error) = block_on(client.send(call).into_future()) else { panic!("sent") };
    let Error::Encode(error) = &error else { panic!("{error}") };
    format!("{}: {error}\n", error.param().unwrap_or_default())
}

#[test]
fn numbers_that_are_not_finite_are_not_sent() {
    let script = Script::fixed(200, &[], "");
    let client = &api::client(&script);
    for number in NUMBERS {
        #[allow(clippy::cast_possible_truncation, clippy::as_conversions, reason = "keeps NaN")]
        let single = number as f32;
        let report = [
            refused(client, InPath::new(number)),
            refused(client, InQuery::new().number(single)),
            refused(client, InQuery::new().several([1.0, number])),
            refused(client, InQuery::new().header(number)),
            refused(client, InForm::new(number)),
            refused(client, InPart::new(number)),
        ];
        insta::assert_snapshot!("numbers_that_are_not_finite", report.concat());
        assert!(number.write(&mut String::new()).is_err());
    }
    assert!(script.sent().is_empty());
}

#[test]
fn in_json_they_are_null() {
    let script = Script::fixed(200, &[], "null");
    let client = &api::client(&script);
    for number in NUMBERS {
        let price = Price { amount: number };
        let members = InMembers::new()
            .number(number)
            .nested([Price { amount: 1.0 }, price.clone()])
            .map([("a".to_owned(), Some(number))]);
        block_on(client.send(members).into_future()).unwrap();
        block_on(client.send(InBody::new(price.clone())).into_future()).unwrap();
        let [.., members, body] = &script.sent()[..] else { panic!() };
        assert_eq!(
            members.body(),
            r#"{"number":null,"nested":[{"amount":1.0},{"amount":null}],"map":{"a":null}}"#,
        );
        assert_eq!(body.body(), r#"{"amount":null}"#);
        assert_eq!(Json::new(&price).unwrap().as_str(), r#"{"amount":null}"#);
    }
}

#[test]
fn texts_that_look_like_such_numbers_are_sent() {
    let script = Script::fixed(200, &[], "");
    let call = api::client(&script).send(crate::api::FinishThing::new("NaN")).into_future();
    let _ = block_on(call);
    assert!(script.sent()[0].uri().path().ends_with("/NaN/finish"));
}
