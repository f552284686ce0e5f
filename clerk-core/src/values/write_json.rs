//! Writes JSON, and refuses the numbers that JSON has no text for.
//!
//! serde_json writes NaN and infinities as `null`, which an API may take for "remove this".

use std::{mem, ops::Range};

use serde::{
    Serialize, Serializer,
    ser::{self, Error as _},
};
use serde_json::Error;

use super::secret::SECRET;

/// The prefix of the names of the structs in which serde_json hides a text that is JSON already.
const RAW_JSON: &str = "$serde_json::private::";

const NOT_FINITE: &str = "a number is NaN or infinite";
const NO_KEY: &str = "the key of a map must be a string";

/// Appends `value` to `out`.
///
/// # Errors
/// If a number is NaN or infinite, if the key of a map is not a string, or if the value's own
/// `Serialize` fails.
pub(crate) fn write<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<(), Error> {
    write_with_secrets(out, &mut Vec::new(), value)
}

/// Appends `value` to `out`, and the places of its secrets in `out` to `secrets`.
pub(crate) fn write_with_secrets<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    secrets: &mut Vec<Range<usize>>,
    value: &T,
) -> Result<(), Error> {
    value.serialize(&mut Writer { out, secrets, is_raw: false })
}

/// One serializer without parameters, so that each type is compiled for it once.
struct Writer<'a> {
    out: &'a mut Vec<u8>,
    secrets: &'a mut Vec<Range<usize>>,
    /// Whether the next text is JSON.
    is_raw: bool,
}

impl Writer<'_> {
    /// Writes a single value. Only called with types that are known here, so that it is compiled
    /// here.
    fn plain<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        serde_json::to_writer(&mut *self.out, value)
    }

    fn finite<T: Serialize>(&mut self, value: T, is_finite: bool) -> Result<(), Error> {
        if is_finite { self.plain(&value) } else { Err(Error::custom(NOT_FINITE)) }
    }

    /// Begins an object with one member, the form of an enum's variant with data.
    fn open_variant(&mut self, variant: &'static str) -> Result<(), Error> {
        self.out.push(b'{');
        self.plain(variant)?;
        self.out.push(b':');
        Ok(())
    }

    /// Makes the value from `start` on the key of a member.
    fn finish_key(&mut self, start: usize) -> Result<(), Error> {
        match self.out.get(start) {
            Some(b'"') => {}
            Some(b'{' | b'[' | b'n') | None => return Err(Error::custom(NO_KEY)),
            // A number or a `bool`.
            Some(_) => {
                self.out.insert(start, b'"');
                self.out.push(b'"');
            }
        }
        self.out.push(b':');
        Ok(())
    }
}

/// Writes the items of a list, or the members of an object, and closes it.
struct Compound<'a, 'b> {
    writer: &'a mut Writer<'b>,
    is_first: bool,
    /// Whether this stands for a text that is JSON already.
    is_raw: bool,
    close: &'static str,
}

impl<'a, 'b> Compound<'a, 'b> {
    fn open(writer: &'a mut Writer<'b>, open: u8, close: &'static str) -> Self {
        writer.out.push(open);
        Self { writer, is_first: true, is_raw: false, close }
    }

    fn raw(writer: &'a mut Writer<'b>) -> Self {
        Self { writer, is_first: true, is_raw: true, close: "" }
    }

    fn separate(&mut self) {
        if !mem::take(&mut self.is_first) {
            self.writer.out.push(b',');
        }
    }

    /// Begins a member of a struct.
    fn name(&mut self, name: &'static str) -> Result<(), Error> {
        if self.is_raw {
            self.writer.is_raw = true;
            return Ok(());
        }
        self.separate();
        self.writer.plain(name)?;
        self.writer.out.push(b':');
        Ok(())
    }

    fn finish(self) -> Result<(), Error> {
        self.writer.out.extend_from_slice(self.close.as_bytes());
        Ok(())
    }
}

macro_rules! plain {
    ($($method:ident($ty:ty)),* $(,)?) => {
        $(fn $method(self, value: $ty) -> Result<(), Error> {
            self.plain(&value)
        })*
    };
}

impl<'a, 'b> Serializer for &'a mut Writer<'b> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'a, 'b>;
    type SerializeTuple = Compound<'a, 'b>;
    type SerializeTupleStruct = Compound<'a, 'b>;
    type SerializeTupleVariant = Compound<'a, 'b>;
    type SerializeMap = Compound<'a, 'b>;
    type SerializeStruct = Compound<'a, 'b>;
    type SerializeStructVariant = Compound<'a, 'b>;

    plain! {
        serialize_bool(bool), serialize_i8(i8), serialize_i16(i16), serialize_i32(i32),
        serialize_i64(i64), serialize_i128(i128), serialize_u8(u8), serialize_u16(u16),
        serialize_u32(u32), serialize_u64(u64), serialize_u128(u128), serialize_char(char),
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        if mem::take(&mut self.is_raw) {
            self.out.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        self.plain(text)
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.finite(value, value.is_finite())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        self.finite(value, value.is_finite())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        self.plain(value)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.plain(&())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.plain(&())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.plain(&())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.plain(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        if name != SECRET {
            return value.serialize(self);
        }
        let start = self.out.len();
        value.serialize(&mut *self)?;
        self.secrets.push(start..self.out.len());
        Ok(())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.open_variant(variant)?;
        value.serialize(&mut *self)?;
        self.out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'a, 'b>, Error> {
        Ok(Compound::open(self, b'[', "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'a, 'b>, Error> {
        Ok(Compound::open(self, b'[', "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'a, 'b>, Error> {
        Ok(Compound::open(self, b'[', "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a, 'b>, Error> {
        self.open_variant(variant)?;
        Ok(Compound::open(self, b'[', "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'a, 'b>, Error> {
        Ok(Compound::open(self, b'{', "}"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Compound<'a, 'b>, Error> {
        Ok(if name.starts_with(RAW_JSON) {
            Compound::raw(self)
        } else {
            Compound::open(self, b'{', "}")
        })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'a, 'b>, Error> {
        self.open_variant(variant)?;
        Ok(Compound::open(self, b'{', "}}"))
    }
}

macro_rules! lists {
    ($($trait:ident::$method:ident),*) => {
        $(impl ser::$trait for Compound<'_, '_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.separate();
                value.serialize(&mut *self.writer)
            }

            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        })*
    };
}

lists! {
    SerializeSeq::serialize_element, SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field, SerializeTupleVariant::serialize_field
}

macro_rules! structs {
    ($($trait:ident),*) => {
        $(impl ser::$trait for Compound<'_, '_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                self.name(name)?;
                value.serialize(&mut *self.writer)
            }

            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        })*
    };
}

structs!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Compound<'_, '_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.separate();
        let start = self.writer.out.len();
        key.serialize(&mut *self.writer)?;
        self.writer.finish_key(start)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::values::{Json, SecretString};

    fn written<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
        let mut out = Vec::new();
        write(&mut out, value)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[derive(Serialize)]
    enum Shape {
        Unit,
        Newtype(u8),
        Tuple(u8, Option<char>),
        Struct { a: i128, b: () },
    }

    #[derive(Serialize)]
    struct Unit;

    #[derive(Serialize)]
    struct Pair(f32, &'static str);

    #[derive(Serialize)]
    struct All<'a> {
        shapes: [Shape; 4],
        unit: Unit,
        pair: Pair,
        raw: Json,
        bytes: &'a [u8],
        by_number: BTreeMap<i8, bool>,
        by_bool: BTreeMap<bool, f64>,
        by_char: BTreeMap<char, Vec<()>>,
        empty: HashMap<String, String>,
    }

    #[test]
    fn all_kinds_of_values_are_written_as_by_serde_json() {
        let all = All {
            shapes: [
                Shape::Unit,
                Shape::Newtype(1),
                Shape::Tuple(2, Some('"')),
                Shape::Struct { a: i128::MIN, b: () },
            ],
            unit: Unit,
            pair: Pair(0.1, "\u{1}ä"),
            raw: serde_json::from_str(r#"{ "b": 1.0, "a": "x" }"#).unwrap(),
            bytes: b"ab",
            by_number: BTreeMap::from([(-1, true)]),
            by_bool: BTreeMap::from([(false, -0.0), (true, 1e300)]),
            by_char: BTreeMap::from([('\n', vec![(), ()])]),
            empty: HashMap::new(),
        };
        assert_eq!(written(&all).unwrap(), serde_json::to_string(&all).unwrap());
    }

    #[test]
    fn numbers_that_are_not_finite_are_refused() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(written(&Some([number])).unwrap_err().to_string(), NOT_FINITE);
        }
        for number in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            assert_eq!(written(&Pair(number, "")).unwrap_err().to_string(), NOT_FINITE);
        }
    }

    #[test]
    fn keys_that_are_not_strings_are_refused() {
        for error in [
            written(&BTreeMap::from([((1, 2), 3)])).unwrap_err(),
            written(&BTreeMap::from([(None::<u8>, 3)])).unwrap_err(),
            written(&BTreeMap::from([(BTreeMap::from([(1, 2)]), 3)])).unwrap_err(),
        ] {
            assert_eq!(error.to_string(), NO_KEY);
        }
    }

    #[test]
    fn the_places_of_secrets_are_returned() {
        let secret = |text| SecretString::from(text);
        let value = BTreeMap::from([("a", vec![secret("x\""), secret("y")]), ("b", vec![])]);
        let (mut out, mut secrets) = (b"12".to_vec(), Vec::new());
        write_with_secrets(&mut out, &mut secrets, &value).unwrap();
        let places: Vec<_> = secrets.into_iter().map(|place| &out[place]).collect();
        assert_eq!(places, [&br#""x\"""#[..], br#""y""#]);
        assert_eq!(out, br#"12{"a":["x\"","y"],"b":[]}"#);
    }

    proptest! {
        #[test]
        fn any_json_is_written_as_by_serde_json(
            numbers: Vec<f64>,
            texts: BTreeMap<String, Option<String>>,
        ) {
            let value: Value = json!({ "numbers": numbers, "texts": texts });
            prop_assert_eq!(written(&value).unwrap(), serde_json::to_string(&value).unwrap());
        }
    }
}
