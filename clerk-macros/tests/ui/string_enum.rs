//! Open enums.

use clerk_core::StringEnum;

#[derive(StringEnum)]
enum DataInKnownVariant { Pending(u8), #[string_enum(unknown)] Unknown(Box<str>) }

#[derive(StringEnum)]
enum DuplicateKey {
    #[string_enum(rename = "x", rename = "y")]
    Pending,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

#[derive(StringEnum)]
enum DuplicateString {
    Pending,
    #[string_enum(rename = "pending")]
    Waiting,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

#[derive(StringEnum)]
enum DuplicateUnknownVariant {
    Pending,
    #[string_enum(unknown)]
    Unknown(Box<str>),
    #[string_enum(unknown)]
    Other(Box<str>),
}

#[derive(StringEnum)] enum Generic<T> { #[string_enum(unknown)] Unknown(T) }
#[derive(StringEnum)] enum MissingUnknownVariant { Pending }
#[derive(StringEnum)] struct OnAStruct { text: String }
#[derive(StringEnum)] union OnAUnion { text: u8 }

#[derive(StringEnum)]
enum RenamedUnknownVariant { #[string_enum(unknown, rename = "x")] Unknown(Box<str>) }

#[derive(StringEnum)] #[string_enum(rename_all = "snake")]
enum UnknownCase { Pending, #[string_enum(unknown)] Unknown(Box<str>) }

#[derive(StringEnum)]
enum UnknownKey { #[string_enum(name = "x")] Pending, #[string_enum(unknown)] Unknown(Box<str>) }

#[derive(StringEnum)] enum UnknownWithNamedData { #[string_enum(unknown)] Unknown { text: String } }
#[derive(StringEnum)] enum UnknownWithoutData { #[string_enum(unknown)] Unknown }

fn main() {}
