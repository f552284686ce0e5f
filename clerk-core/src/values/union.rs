//! Unions of models.

use std::borrow::Cow;

use super::{Json, LooseJson};

/// Declares an enum of models. With `by "object"`, that JSON member selects the variant; without it,
/// the first variant that deserializes wins.
///
/// JSON that selects no variant, or that does not deserialize as its variant, is kept in `Unknown`.
/// A union therefore never prevents the rest of a response from being read.
///
/// ```
/// use serde::{Deserialize, Serialize};
///
/// /// A card.
/// #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
/// #[serde(tag = "object", rename = "card")]
/// pub struct Card {
///     /// Its last four digits.
///     pub last4: String,
/// }
///
/// clerk_core::union! {
///     /// The payment of an invoice.
///     pub enum Payment by "object" {
///         /// By card.
///         "card" => Card(Card),
///     }
/// }
///
/// clerk_core::union! {
///     /// The recipient of an invoice.
///     pub enum Recipient {
///         /// Several addresses.
///         Addresses(Vec<String>),
///         /// One address.
///         Address(String),
///     }
/// }
///
/// let text = r#"{"object":"card","last4":"4242"}"#;
/// let payment: Payment = serde_json::from_str(text)?;
/// assert_eq!(payment, Payment::Card(Card { last4: "4242".to_owned() }));
/// assert_eq!(serde_json::to_string(&payment)?, text);
/// let cash: Payment = serde_json::from_str(r#"{"object":"cash"}"#)?;
/// assert!(matches!(cash, Payment::Unknown(json) if json.as_str() == r#"{"object":"cash"}"#));
///
/// let recipient: Recipient = serde_json::from_str(r#""a@example.com""#)?;
/// assert_eq!(recipient, Recipient::Address("a@example.com".to_owned()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! union {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident by $tag:literal {
            $($(#[$variant_meta:meta])* $value:literal => $variant:ident($ty:ty),)*
        }
    ) => {
        $crate::union! {
            @types [$(#[$meta])*] $vis $name $([$(#[$variant_meta])*] $variant($ty),)*
        }

        impl ::std::convert::From<$crate::Json> for $name {
            fn from(json: $crate::Json) -> Self {
                let value = match $crate::__private::member_text(&json, $tag).as_deref() {
                    $(::std::option::Option::Some($value) => json.get().ok().map(Self::$variant),)*
                    _ => ::std::option::Option::None,
                };
                value.unwrap_or(Self::Unknown(json))
            }
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident($ty:ty),)*
        }
    ) => {
        $crate::union! {
            @types [$(#[$meta])*] $vis $name $([$(#[$variant_meta])*] $variant($ty),)*
        }

        impl ::std::convert::From<$crate::Json> for $name {
            fn from(json: $crate::Json) -> Self {
                $(if let ::std::result::Result::Ok(value) = json.get() {
                    return Self::$variant(value);
                })*
                Self::Unknown(json)
            }
        }
    };
    (
        @types [$(#[$meta:meta])*] $vis:vis $name:ident
        $([$(#[$variant_meta:meta])*] $variant:ident($ty:ty),)*
    ) => {
        $(#[$meta])*
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$variant_meta])* $variant($ty),)*
            /// An unknown variant, kept as JSON.
            Unknown($crate::Json),
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                <$crate::Json as $crate::__private::serde::Deserialize>::deserialize(deserializer)
                    .map(::std::convert::From::from)
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => {
                        $crate::__private::serde::Serialize::serialize(value, serializer)
                    })*
                    Self::Unknown(json) => {
                        $crate::__private::serde::Serialize::serialize(json, serializer)
                    }
                }
            }
        }
    };
}

/// Returns the member with this name, if the JSON is an object and the member is a string.
#[must_use]
pub fn member_text<'a>(json: &'a Json, name: &str) -> Option<Cow<'a, str>> {
    if let Some(text) = first_text(json.as_str(), name) {
        return Some(Cow::Borrowed(text));
    }
    let [member] = LooseJson::of(json).members([name]);
    member?.text().map(Cow::Owned)
}

/// Returns the member without a parser, if it is the first one and has no escapes, as is usual.
fn first_text<'a>(json: &'a str, name: &str) -> Option<&'a str> {
    if name.contains(['"', '\\']) {
        return None;
    }
    let (text, _) =
        json.strip_prefix("{\"")?.strip_prefix(name)?.strip_prefix("\":\"")?.split_once('"')?;
    (!text.contains('\\')).then_some(text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_member_is_found_at_any_position_and_with_escapes() {
        for text in [
            r#"{"object":"card","last4":"4242"}"#,
            r#"{ "object" : "card" }"#,
            r#"{"last4":{"object":"cash"},"object":"card"}"#,
            r#"{"\u006fbject":"c\u0061rd"}"#,
            r#"{"object":"c\u0061rd"}"#,
        ] {
            let json: Json = serde_json::from_str(text).unwrap();
            assert_eq!(member_text(&json, "object").as_deref(), Some("card"), "{text}");
        }
        for text in [r#"{"objects":"card"}"#, r#"{"object":["card"]}"#, r#"["object","card"]"#] {
            let json: Json = serde_json::from_str(text).unwrap();
            assert_eq!(member_text(&json, "object"), None, "{text}");
        }
        let json: Json = serde_json::from_str(r#"{"\\":"card"}"#).unwrap();
        assert_eq!(member_text(&json, r"\").as_deref(), Some("card"));
        assert_eq!(member_text(&json, r"\\"), None);
    }

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(json!({"a": "b"})),
            Just(json!(1)),
            r#"[ab"\\]{0,3}"#.prop_map(Value::from)
        ]
    }

    proptest! {
        #[test]
        fn a_tree_finds_the_same(
            members in prop::collection::btree_map(r#"[ab"\\]{0,2}"#, value(), 0..4),
            name in r#"[ab"\\]{0,2}"#,
        ) {
            let found = members.get(&name).and_then(Value::as_str);
            let json = Json::new::<BTreeMap<_, _>>(&members).unwrap();
            let text = member_text(&json, &name);
            prop_assert_eq!(text.as_deref(), found);
        }
    }
}
