//! Values made from schemas.

use serde_json::{Map, Value, json};

use super::{
    description::{Description, Shape, YEAR_2100},
    random::Random,
};

const TIME: &str = "2026-05-12T08:30:00.000Z";

/// A member that no schema has.
pub const NEW_MEMBER: &str = "member_that_is_new";

/// The choices of a sample within its schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Every member.
    Full,
    /// Only required members.
    Required,
    /// Required members, and all objects and lists, with only required members in turn.
    Hollow,
    /// Required members, and some others, some of them `null` if allowed.
    Some,
    /// Every member, `null` if allowed.
    Nulls,
    /// Every list empty, if allowed.
    EmptyLists,
    /// Unknown values for all enums of strings.
    NewEnumMember,
    /// In every object, a member that is not described.
    NewMember,
    /// Unknown variants for all unions.
    NewUnionMember,
}

/// Creates one sample.
pub struct Maker<'a> {
    description: &'a Description,
    kind: Kind,
    /// `None` creates a readable sample: the first choice, or one after another in a list, and strings
    /// that are the names of their members.
    random: Option<Random>,
    /// The index of the value in its list.
    position: usize,
}

impl<'a> Maker<'a> {
    pub fn readable(description: &'a Description, kind: Kind) -> Self {
        Self { description, kind, random: None, position: 0 }
    }

    pub fn random(description: &'a Description, kind: Kind, seed: &str) -> Self {
        let random = Some(Random::new(&format!("{seed} {kind:?}")));
        Self { description, kind, random, position: 0 }
    }

    /// Creates a value of the member `name`.
    pub fn value(&mut self, name: &str, schema: &Value) -> Value {
        let schema = self.description.schema(schema);
        if schema.nullable && self.takes_null() {
            return Value::Null;
        }
        match schema.shape() {
            Shape::Object(object) => {
                let chosen = self.choose(object.alternatives.len());
                let chosen = object.alternatives.get(chosen);
                let mut members = Map::new();
                for (name, schema) in object.members {
                    let required = object.required.contains(name)
                        || chosen.is_some_and(|chosen| chosen.contains(name));
                    let hollow = self.kind == Kind::Hollow && self.holds_others(schema);
                    if self.takes(required) || hollow {
                        members.insert(name.to_owned(), self.value(name, schema));
                    }
                }
                if self.kind == Kind::NewMember {
                    members.insert(NEW_MEMBER.to_owned(), json!({ "a": [1, null] }));
                    if object.open {
                        members.insert("member_that_is_allowed".to_owned(), json!({ "a": 0.5 }));
                    }
                }
                members.into()
            }
            Shape::Map(schema) => {
                let names = ["key_1", "key_2"];
                names.map(|key| (key.to_owned(), self.value(key, schema))).into_iter().collect()
            }
            Shape::List(schema, least, most) => {
                let length = self.length().clamp(least, most);
                let outer = self.position;
                let items = (0..length)
                    .map(|position| {
                        self.position = position;
                        self.value(name, schema)
                    })
                    .collect();
                self.position = outer;
                items
            }
            Shape::Union(_) if self.kind == Kind::NewUnionMember => match self.choose(2) {
                0 => json!({ "object": "kind_that_is_new", "detail": { "list": [null, 0.5] } }),
                _ => json!({ "detail": true }),
            },
            Shape::Union(variants) => {
                let chosen = self.choose(variants.len());
                self.value(name, variants[chosen])
            }
            Shape::Text(known, format) => self.text(name, &known, format).into(),
            Shape::Integer(least, most) => self.integer(name, least, most).into(),
            Shape::Fraction => json!(f64::from(u32::try_from(self.choose(400)).unwrap()) / 4.0),
            Shape::Boolean(Some(only)) => only.into(),
            Shape::Boolean(None) => (self.choose(2) == 0).into(),
            Shape::Free => self.free(),
        }
    }

    /// Chooses whether the sample has a member.
    pub fn takes(&mut self, required: bool) -> bool {
        required
            || match self.kind {
                Kind::Required | Kind::Hollow => false,
                Kind::Some => self.choose(2) == 0,
                _ => true,
            }
    }

    fn holds_others(&self, schema: &Value) -> bool {
        let shape = self.description.schema(schema).shape();
        matches!(shape, Shape::Object(_) | Shape::List(..) | Shape::Union(_))
    }

    fn takes_null(&mut self) -> bool {
        self.kind == Kind::Nulls || self.kind == Kind::Some && self.choose(4) == 1
    }

    fn length(&mut self) -> usize {
        match (self.kind, &self.random) {
            (Kind::EmptyLists, _) => 0,
            (_, None) => 2,
            _ => 1 + self.choose(3),
        }
    }

    fn text(&mut self, name: &str, known: &[&str], format: &str) -> String {
        match (known, format) {
            // A model has the only value of `object` anyway.
            ([only], _) if name == "object" => (*only).to_owned(),
            ([_, ..], _) if self.kind == Kind::NewEnumMember => "value_that_is_new".to_owned(),
            ([_, ..], _) => known[self.choose(known.len())].to_owned(),
            (_, "date-time") => TIME.to_owned(),
            // Their format is described in words only.
            _ if ["created_at", "legal_accepted_at"].contains(&name) => TIME.to_owned(),
            (_, "date") => "2026-05-12".to_owned(),
            _ if self.random.is_none() => match self.position {
                0 => name.to_owned(),
                position => format!("{name}_{}", position + 1),
            },
            _ => {
                const TAILS: [&str; 7] =
                    ["", "/../x", "?a=b&c#d", "%2e%2e", " + ,;", "\"\\\u{7f}\n", "ü/日本/🦀"];
                format!("{name}{}", TAILS[self.choose(TAILS.len())])
            }
        }
    }

    fn integer(&mut self, name: &str, least: i64, most: i64) -> i64 {
        // Times are in milliseconds, whatever their format is.
        let is_moment = ["_at", "_before", "_after", "_since"].iter().any(|it| name.ends_with(it));
        let most = if is_moment { YEAR_2100 } else { most };
        match &mut self.random {
            None if is_moment => 1_700_000_000_000,
            None => 10.clamp(least, most),
            Some(random) => match random.below(4) {
                0 => least,
                1 => most,
                _ => least + i64::try_from(random.below(most.abs_diff(least) + 1)).unwrap(),
            },
        }
    }

    /// Creates JSON of the application. No member is `null`, because the tests ignore that in models.
    fn free(&mut self) -> Value {
        let text = self.text("text", &[], "");
        match self.choose(3) {
            _ if self.random.is_none() => json!({ "key": "value" }),
            0 => json!({ "key": text }),
            1 => json!({ "list": [null, 0.25, [{}]], "number": 9_007_199_254_740_993_u64 }),
            _ => json!({}),
        }
    }

    /// Chooses a number below `end`, or 0 if the sample is readable.
    fn choose(&mut self, end: usize) -> usize {
        match &mut self.random {
            _ if end == 0 => 0,
            Some(random) => usize::try_from(random.below(u64::try_from(end).unwrap())).unwrap(),
            None => self.position % end,
        }
    }
}
