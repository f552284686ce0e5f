//! Reads a document in one pass, although unions would need two.
//!
//! A [`union!`](crate::union) keeps the text of JSON that it does not know. So it first looks for the
//! end of that text, and then reads the text as a model. In nearly all documents every union is known
//! and fits its model: `from_str` assumes that, and starts again if it turns out to be wrong. Then
//! the outcome is that of reading each text twice, whatever the first pass has returned.

use std::cell::Cell;

use serde::de::{DeserializeOwned, MapAccess};

thread_local! {
    static PASS: Cell<Pass> = const { Cell::new(Pass::Careful) };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// A union reads its text twice.
    Careful,
    /// A union reads a model as it comes.
    Direct,
    /// As `Direct`, and a union could not do so.
    GivenUp,
}

/// Reads a document.
pub(crate) fn from_str<T: DeserializeOwned>(document: &str) -> serde_json::Result<T> {
    let direct = Direct::begin();
    let outcome = serde_json::from_str(document);
    if direct.end() { outcome } else { serde_json::from_str(document) }
}

/// Returns whether a union reads a model as it comes.
#[must_use]
pub fn is_direct() -> bool {
    PASS.get() != Pass::Careful
}

/// Notes that a union could not do so.
#[cold]
pub fn give_up<E>(error: E) -> E {
    PASS.set(Pass::GivenUp);
    error
}

/// Returns the text of the first member if it has this name.
///
/// # Errors
/// If the name or the text has escapes, or is no text.
pub fn first_text<'de, A: MapAccess<'de>>(
    members: &mut A,
    name: &str,
) -> Result<Option<&'de str>, A::Error> {
    match members.next_key::<&str>()? {
        Some(key) if key == name => members.next_value().map(Some),
        _ => Ok(None),
    }
}

/// A direct pass. Dropping it ends it, also if a deserializer panics.
struct Direct {
    outer: Pass,
}

impl Direct {
    fn begin() -> Self {
        Self { outer: PASS.replace(Pass::Direct) }
    }

    /// Returns whether every union could be read.
    fn end(self) -> bool {
        PASS.get() == Pass::Direct
    }
}

impl Drop for Direct {
    fn drop(&mut self) {
        PASS.set(self.outer);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "object", rename = "card")]
    struct Card {
        last4: String,
        #[serde(default)]
        owner: Option<Box<Payment>>,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "object", rename = "cash")]
    struct Cash {
        amount: u64,
    }

    crate::union! {
        /// The payment of an invoice.
        enum Payment by "object" {
            /// By card.
            "card" => Card(Card),
            /// In cash.
            "cash" => Cash(Cash),
        }
    }

    /// Hides the failure of a union.
    #[derive(Debug, PartialEq)]
    struct Paid(Option<Payment>);

    impl<'de> Deserialize<'de> for Paid {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Ok(Self(Payment::deserialize(deserializer).ok()))
        }
    }

    /// Reads each text twice.
    fn carefully<T: DeserializeOwned>(document: &str) -> Result<T, String> {
        assert!(!is_direct());
        serde_json::from_str(document).map_err(|error| error.to_string())
    }

    fn once<T: DeserializeOwned>(document: &str) -> Result<T, String> {
        from_str(document).map_err(|error| error.to_string())
    }

    #[test]
    fn a_known_union_is_read_in_one_pass() {
        let direct = Direct::begin();
        let payments = serde_json::from_str::<Vec<Payment>>(
            r#"[{"object":"card","last4":"4242","owner":{"object":"cash","amount":1}}]"#,
        );
        assert!(matches!(payments.unwrap().as_slice(), [Payment::Card(_)]));
        assert!(direct.end());
        assert!(!is_direct());
    }

    #[test]
    fn a_union_that_is_not_known_is_kept_as_text() {
        for text in [
            r#"{"object":"coin","amount":1.0}"#,
            r#"{"object":"card","last4":4242}"#,
            r#"{"object":"card"}"#,
            r#"{"amount":1,"object":"coin"}"#,
            r#"{"object":7}"#,
            "{}",
            "[1, 2]",
            "7",
        ] {
            let payment: Payment = from_str(text).unwrap();
            assert!(matches!(&payment, Payment::Unknown(json) if json.as_str() == text), "{text}");
        }
    }

    #[test]
    fn a_type_that_hides_the_failure_of_a_union_reads_the_same() {
        for document in [r#"{"object":"coin"}"#, "7"] {
            assert!(matches!(once(document), Ok(Paid(Some(Payment::Unknown(_))))), "{document}");
        }
    }

    #[test]
    fn a_panic_ends_the_pass() {
        struct Panics;
        impl<'de> Deserialize<'de> for Panics {
            fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
                panic!("as expected")
            }
        }
        assert!(std::panic::catch_unwind(|| from_str::<Panics>("1").is_ok()).is_err());
        assert!(!is_direct());
    }

    /// JSON that is nearly a payment.
    fn payment() -> impl Strategy<Value = String> {
        let object = prop_oneof![
            Just(r#""object":"card""#),
            Just(r#""object":"c\u0061rd""#),
            Just(r#""\u006fbject":"cash""#),
            Just(r#""object":"coin""#),
            Just(r#""object":null"#),
        ];
        let member = prop_oneof![
            Just(r#""last4":"42\n42""#.to_owned()),
            Just(r#""last4":7"#.to_owned()),
            Just(r#""amount":7"#.to_owned()),
            Just(r#""amount":7.5"#.to_owned()),
            Just(r#""more":[{"object":"card"}]"#.to_owned()),
        ];
        let leaf = (object.clone(), prop::collection::vec(member.clone(), 0..3)).prop_map(
            |(object, mut members)| {
                members.insert(0, object.to_owned());
                members
            },
        );
        let whole = (leaf, prop::option::of((object, member)), any::<bool>());
        whole.prop_map(|(mut members, owner, is_reversed)| {
            if let Some((object, member)) = owner {
                members.push(format!(r#""owner":{{{object},{member}}}"#));
            }
            if is_reversed {
                members.reverse();
            }
            format!("{{{}}}", members.join(","))
        })
    }

    proptest! {
        #[test]
        fn one_pass_reads_the_same_as_two(payments in prop::collection::vec(payment(), 0..4)) {
            let document = format!("[{}]", payments.join(", "));
            prop_assert_eq!(
                once::<Vec<Payment>>(&document),
                carefully::<Vec<Payment>>(&document),
            );
        }
    }
}
