//! A schema, with its references and combinations resolved.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use serde_json::{Value, json};

use super::{Description, list, object};

/// The year 2100, in milliseconds since the Unix epoch.
pub const YEAR_2100: i64 = 4_102_444_800_000;

/// Members that are required, but not described. They are booleans.
const UNDESCRIBED: [&str; 2] = ["authenticatable", "disable_jit_provisioning"];
static BOOLEAN: LazyLock<Value> = LazyLock::new(|| json!({ "type": "boolean" }));

/// A number that needs more than 32 bits.
const ABOVE_U32: i64 = 5_000_000_000;

/// A merged schema.
#[derive(Default)]
pub struct Schema<'a> {
    pub nullable: bool,
    members: BTreeMap<&'a str, &'a Value>,
    required: BTreeSet<&'a str>,
    /// Whether other members are allowed.
    open: bool,
    /// Sets of members. One of the sets is required.
    alternatives: Vec<&'a Value>,
    variants: Vec<&'a Value>,
    /// The schema with the type.
    leaf: Option<&'a Value>,
}

pub enum Shape<'a> {
    Object(Object<'a>),
    /// An object with any names and values of one schema.
    Map(&'a Value),
    /// A list of one schema, with its minimum and maximum length.
    List(&'a Value, usize, usize),
    /// One of several schemas.
    Union(Vec<&'a Value>),
    /// A string, with its known values, if any, and its format.
    Text(Vec<&'a str>, &'a str),
    /// An integer, with its minimum and maximum.
    Integer(i64, i64),
    Fraction,
    /// A boolean, with its only value, if it has one.
    Boolean(Option<bool>),
    /// Any JSON.
    Free,
}

pub struct Object<'a> {
    pub members: BTreeMap<&'a str, &'a Value>,
    pub required: BTreeSet<&'a str>,
    /// Whether other members are allowed.
    pub open: bool,
    /// Sets of members. One of the sets is required.
    pub alternatives: Vec<BTreeSet<&'a str>>,
}

impl Description {
    pub fn schema<'a>(&'a self, schema: &'a Value) -> Schema<'a> {
        let mut merged = Schema::default();
        self.merge(schema, &mut merged);
        merged
    }

    /// Returns the name of a schema, whether or not a reference to it is nullable.
    pub fn name<'a>(&self, schema: &'a Value) -> Option<&'a str> {
        let mut parts = ["allOf", "oneOf", "anyOf"].map(|key| &schema[key]).into_iter();
        match schema["$ref"].as_str() {
            Some(reference) => reference.rsplit('/').next(),
            None => parts.find_map(|parts| match parts.as_array()?.as_slice() {
                [only] => self.name(only),
                _ => None,
            }),
        }
    }

    fn merge<'a>(&'a self, schema: &'a Value, merged: &mut Schema<'a>) {
        merged.nullable |= schema["nullable"] == true;
        if schema["$ref"].is_string() {
            return self.merge(self.resolve(schema), merged);
        }
        if schema["type"].is_string() {
            merged.leaf = Some(schema);
        }
        merged.open |= schema["additionalProperties"] == true;
        merged.members.extend(object(&schema["properties"]));
        merged.required.extend(list(&schema["required"]).filter_map(Value::as_str));
        list(&schema["allOf"]).for_each(|part| self.merge(part, merged));

        let variants = || list(&schema["oneOf"]).chain(list(&schema["anyOf"]));
        let only_require = |it: &Value| object(it).all(|(key, _)| key == "required");
        if variants().all(only_require) {
            merged.alternatives.extend(variants().map(|variant| &variant["required"]));
        } else if variants().count() == 1 && schema.get("discriminator").is_none() {
            variants().for_each(|variant| self.merge(variant, merged));
        } else {
            merged.variants.extend(variants());
        }
    }
}

impl<'a> Schema<'a> {
    pub fn shape(self) -> Shape<'a> {
        if !self.variants.is_empty() {
            return Shape::Union(self.variants);
        }
        if !self.members.is_empty() {
            let mut members = self.members;
            for name in UNDESCRIBED.iter().filter(|name| self.required.contains(*name)) {
                members.entry(name).or_insert(&BOOLEAN);
            }
            let names = |names: &'a Value| list(names).filter_map(Value::as_str).collect();
            return Shape::Object(Object {
                members,
                required: self.required,
                open: self.open,
                alternatives: self.alternatives.into_iter().map(names).collect(),
            });
        }
        let Some(leaf) = self.leaf else { return Shape::Free };
        match leaf["type"].as_str().unwrap() {
            "array" => {
                let length = |key: &str| leaf[key].as_u64().map(|it| usize::try_from(it).unwrap());
                let most = length("maxItems").unwrap_or(usize::MAX);
                Shape::List(&leaf["items"], length("minItems").unwrap_or(0), most)
            }
            "object" if leaf["additionalProperties"].is_object() => {
                Shape::Map(&leaf["additionalProperties"])
            }
            "object" => Shape::Free,
            "string" => Shape::Text(
                list(&leaf["enum"]).filter_map(Value::as_str).collect(),
                leaf["format"].as_str().unwrap_or(""),
            ),
            "boolean" => Shape::Boolean(list(&leaf["enum"]).find_map(Value::as_bool)),
            // Numbers without a format are counts or times.
            "number" if leaf["format"].is_string() => Shape::Fraction,
            "integer" | "number" => {
                let (least, most) = range(leaf);
                Shape::Integer(least, most)
            }
            other => panic!("type {other}"),
        }
    }
}

fn range(leaf: &Value) -> (i64, i64) {
    let exclusive = i64::from(leaf["exclusiveMinimum"] == true);
    let least = leaf["minimum"].as_i64().unwrap_or(0) + exclusive;
    let usual = match leaf["format"].as_str() {
        Some("int64") => YEAR_2100,
        Some("int32") => i64::from(i32::MAX),
        _ => ABOVE_U32,
    };
    (least, leaf["maximum"].as_i64().unwrap_or(usual))
}
