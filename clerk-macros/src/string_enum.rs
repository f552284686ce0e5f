//! Open enums: a variant for each known string, and one that keeps any other string.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Data, DeriveInput, Field, Fields, Ident, LitStr, Path, Type, Variant, ext::IdentExt as _,
};

use crate::{
    attr::{flag, module, named, read_keys, set, value},
    errors::Errors,
};
use case::Case;

mod case;
mod expand;

/// An open enum, resolved.
struct StringEnum<'a> {
    input: &'a DeriveInput,
    root: Path,
    known: Vec<Known<'a>>,
    /// The variant that keeps unknown strings. `None` only if an error was reported.
    unknown: Option<Unknown<'a>>,
}

struct Unknown<'a> {
    variant: &'a Ident,
    /// The type that keeps the string.
    ty: &'a Type,
}

struct Known<'a> {
    variant: &'a Ident,
    /// The string on the wire, with its source span.
    wire: LitStr,
}

/// Writes the impls of an open enum, or its mistakes and stand-ins.
pub(crate) fn derive(input: &DeriveInput, default_root: Path) -> TokenStream {
    let mut errors = Errors::default();
    let resolved = resolve(input, default_root, &mut errors);
    match errors.finish() {
        None => expand::string_enum(&resolved),
        Some(errors) => {
            let stand_ins = expand::stand_ins(&resolved);
            quote!(#errors #stand_ins)
        }
    }
}

fn resolve<'a>(input: &'a DeriveInput, root: Path, errors: &mut Errors) -> StringEnum<'a> {
    let (case, written_root) = container(input, errors);
    let mut resolved =
        StringEnum { input, root: written_root.unwrap_or(root), known: Vec::new(), unknown: None };
    let data = match &input.data {
        Data::Enum(data) => data,
        Data::Struct(data) => {
            errors.at(
                data.struct_token,
                "not an open enum: write an `enum` with a variant for each string",
            );
            return resolved;
        }
        Data::Union(data) => {
            errors.at(
                data.union_token,
                "not an open enum: write an `enum` with a variant for each string",
            );
            return resolved;
        }
    };
    if !input.generics.params.is_empty() {
        errors.at(&input.generics, "an open enum cannot be generic: remove the parameters");
    }
    let mut has_unknown = false;
    for variant in &data.variants {
        let Keys { unknown, rename } = keys(variant, errors);
        match unknown {
            Some(key) if has_unknown => {
                errors.at(key, "duplicate `unknown` variant: remove one");
            }
            Some(key) => {
                has_unknown = true;
                if let Some(rename) = rename {
                    errors.at(rename, "the `unknown` variant has no fixed string: remove `rename`");
                }
                resolved.unknown = single(&variant.fields)
                    .map(|field| Unknown { variant: &variant.ident, ty: &field.ty });
                if resolved.unknown.is_none() {
                    errors.at(
                        key,
                        format!(
                            "the `unknown` variant holds the string: write `{}(Box<str>)`",
                            variant.ident
                        ),
                    );
                }
            }
            None => resolved.push(variant, rename, case, errors),
        }
    }
    if !has_unknown {
        errors.at(
            &input.ident,
            "missing variant for unknown strings: add `#[string_enum(unknown)] Unknown(Box<str>)`",
        );
    }
    resolved
}

/// Returns the field of a tuple variant with exactly one field.
fn single(fields: &Fields) -> Option<&Field> {
    match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first(),
        _ => None,
    }
}

impl<'a> StringEnum<'a> {
    fn push(
        &mut self,
        variant: &'a Variant,
        rename: Option<LitStr>,
        case: Case,
        errors: &mut Errors,
    ) {
        if !matches!(variant.fields, Fields::Unit) {
            errors.at(
                &variant.fields,
                "a variant for a known string holds no data: remove this, or mark the variant \
                 `#[string_enum(unknown)]`",
            );
        }
        let own_name =
            || LitStr::new(&case.of(&variant.ident.unraw().to_string()), variant.ident.span());
        let wire = rename.unwrap_or_else(own_name);
        match self.known.iter().find(|known| known.wire.value() == wire.value()) {
            Some(other) => errors.at(
                &wire,
                format!(
                    "duplicate string \"{}\": `{}` already has it, so use another one",
                    wire.value(),
                    other.variant
                ),
            ),
            None => self.known.push(Known { variant: &variant.ident, wire }),
        }
    }
}

fn container(input: &DeriveInput, errors: &mut Errors) -> (Case, Option<Path>) {
    let (mut rename_all, mut root) = (None::<LitStr>, None);
    for attribute in named(&input.attrs, "string_enum") {
        read_keys!(attribute, errors, |key, meta| {
            "rename_all" => set(&mut rename_all, key, value(meta)?, errors),
            "crate" => set(&mut root, key, module(meta)?, errors),
        });
    }
    let case = rename_all.and_then(|name| {
        let case = Case::named(&name.value());
        if case.is_none() {
            errors.at(&name, format!("unknown case: use {}", Case::names()));
        }
        case
    });
    (case.unwrap_or(Case::Snake), root)
}

/// The keys of a variant.
#[derive(Default)]
struct Keys {
    unknown: Option<Ident>,
    rename: Option<LitStr>,
}

fn keys(variant: &Variant, errors: &mut Errors) -> Keys {
    let mut keys = Keys::default();
    for attribute in named(&variant.attrs, "string_enum") {
        read_keys!(attribute, errors, |key, meta| {
            "rename" => set(&mut keys.rename, key, value(meta)?, errors),
            "unknown" => set(&mut keys.unknown, key, flag(key, meta)?, errors),
        });
    }
    keys
}
