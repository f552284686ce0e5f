//! Values made from schemas.

use serde_json::{Map, Value, json};

use super::{
    description::{Description, Shape, YEAR_2100},
    random::Random,
};

/// The member that no schema has.
pub const NEW_MEMBER: &str = "member_that_is_new";

/// What a sample has of what its schema allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Every member.
    Full,
    /// What is required, and nothing else.
    Required,
    /// What is required, and all objects and lists, which are hollow, too.
    Hollow,
    /// What is required, and some of the rest, some of it `null` where that is allowed.
    Some,
    /// Every member, `null` where that is allowed.
    Nulls,
    /// Every list empty, as far as that is allowed.
    EmptyLists,
    /// A string that is not listed, wherever strings are.
    NewEnumMember,
    /// A member that is not described, in every object.
    NewMember,
    /// A kind that is not described, wherever there are several.
    NewUnionMember,
}

/// Makes one sample.
pub struct Maker<'a> {
    description: &'a Description,
    kind: Kind,
    /// `None` makes what is nice to read: the first of all choices, or in a list the one after
    /// another, and texts that are the names of their members.
    random: Option<Random>,
    /// Where in a list the value goes.
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

    /// A value of the member `name`.
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

    /// Whether a member that is `required` or not is there.
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
            // The only name of a model is the model's, not the answer's.
            ([only], _) if name == "object" => (*only).to_owned(),
            ([_, ..], _) if self.kind == Kind::NewEnumMember => "value_that_is_new".to_owned(),
            ([_, ..], _) => known[self.choose(known.len())].to_owned(),
            (_, "date-time") => "2026-05-12T08:30:00Z".to_owned(),
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
        // Points in time are milliseconds, whether their format says so or not.
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

    /// JSON of the application's own. It has no `null` as a member, so that the tests can tell it
    /// from a model's.
    fn free(&mut self) -> Value {
        let text = self.text("text", &[], "");
        match self.choose(3) {
            _ if self.random.is_none() => json!({ "key": "value" }),
            0 => json!({ "key": text }),
            1 => json!({ "list": [null, 0.25, [{}]], "number": 9_007_199_254_740_993_u64 }),
            _ => json!({}),
        }
    }

    /// A number below `end`, or 0 where nothing can be chosen.
    fn choose(&mut self, end: usize) -> usize {
        match &mut self.random {
            _ if end == 0 => 0,
            Some(random) => usize::try_from(random.below(u64::try_from(end).unwrap())).unwrap(),
            None => self.position % end,
        }
    }
}
