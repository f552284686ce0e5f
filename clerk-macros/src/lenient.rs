//! Models that accept what servers really send: `null` for a missing member, `42.0` for an integer.
//! Unset members are left out when a model is written.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{
    Attribute, Data, DeriveInput, Field, Fields, Ident, LitStr, Path, Token, Type, parse_quote,
};

use crate::{
    attr::{flag, named, read_keys, set},
    errors::Errors,
    shape::{Shape, Wrapper, last_segment},
};

const INTEGERS: &[&str] = &["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"];
/// Keys that give a field its own deserialization.
const READ_OTHERWISE: &[&str] =
    &["with", "deserialize_with", "flatten", "skip", "skip_deserializing"];

/// Writes the struct with the attributes that read its fields leniently.
pub(crate) fn lenient(mut input: DeriveInput, root: &Path) -> TokenStream {
    let mut errors = Errors::default();
    if !derives_deserialize(&input.attrs) {
        errors.at(&input.ident, "`#[lenient]` must be above `#[derive(Deserialize)]`");
    }
    match &mut input.data {
        Data::Struct(data) if matches!(data.fields, Fields::Named(_)) => {
            for field in &mut data.fields {
                read_leniently(field, root, &mut errors);
            }
        }
        _ => errors.at(&input.ident, "`#[lenient]` is for structs with named fields"),
    }
    let errors = errors.finish();
    quote!(#errors #input)
}

/// Writes the struct with the attributes of every response model. `object` is the value of the JSON
/// member `object`.
pub(crate) fn model(object: Option<&LitStr>, mut input: DeriveInput, root: &Path) -> TokenStream {
    let derive = parse_quote! {
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
    };
    // The derive must come before its helper attributes.
    input.attrs.insert(0, derive);
    input.attrs.extend(object.map(|it| parse_quote!(#[serde(tag = "object", rename = #it)])));
    input.attrs.push(parse_quote!(#[non_exhaustive]));
    lenient(input, root)
}

/// Whether a derive below reads the struct. A derive above has already seen the unchanged fields.
fn derives_deserialize(attributes: &[Attribute]) -> bool {
    let is_deserialize =
        |path: &Path| path.segments.last().is_some_and(|segment| segment.ident == "Deserialize");
    named(attributes, "derive").any(|derive| {
        let paths = derive
            .parse_args_with(syn::punctuated::Punctuated::<Path, Token![,]>::parse_terminated);
        paths.is_ok_and(|paths| paths.iter().any(is_deserialize))
    })
}

fn read_leniently(field: &mut Field, root: &Path, errors: &mut Errors) {
    let nullable = take_nullable(&mut field.attrs, errors);
    let keys = serde_keys(&field.attrs);
    let has = |key: &str| keys.iter().any(|name| name == key);
    let shape = Shape::of(&field.ty);
    if let (Some(nullable), Wrapper::None | Wrapper::Patch) = (&nullable, shape.wrapper) {
        errors.at(nullable, "`nullable` is for an `Option`: remove it");
    }
    if READ_OTHERWISE.iter().any(|key| has(key)) {
        return;
    }
    let private = format!("{}::__private", compact(root));
    let mut added = Vec::new();
    let is_left_out = match shape.wrapper {
        Wrapper::None => None,
        Wrapper::Option => Some("::core::option::Option::is_none".to_owned()),
        Wrapper::Patch => Some(format!("{private}::Patch::is_keep")),
    };
    if let Some(is_left_out) = is_left_out {
        if !has("default") {
            added.push(quote!(default));
        }
        if nullable.is_none() && !has("skip_serializing_if") {
            added.push(quote!(skip_serializing_if = #is_left_out));
        }
    }
    let function = match (shape.wrapper, is_integer(shape.value), has("default")) {
        (Wrapper::Option, true, _) => Some("optional_integer"),
        (Wrapper::None, true, true) => Some("integer_or_default"),
        (Wrapper::None, true, false) => Some("integer"),
        (Wrapper::None, false, true) => Some("or_default"),
        _ => None,
    };
    if let Some(function) = function {
        let path = format!("{private}::lenient::{function}");
        added.push(quote!(deserialize_with = #path));
    }
    if !added.is_empty() {
        field.attrs.push(parse_quote!(#[serde(#(#added),*)]));
    }
}

/// Removes `#[lenient(nullable)]`, and returns its key.
fn take_nullable(attributes: &mut Vec<Attribute>, errors: &mut Errors) -> Option<Ident> {
    let mut nullable = None;
    for attribute in named(attributes, "lenient") {
        read_keys!(attribute, errors, |key, meta| {
            "nullable" => set(&mut nullable, key, flag(key, meta)?, errors),
        });
    }
    attributes.retain(|attribute| !attribute.path().is_ident("lenient"));
    nullable
}

/// Returns the keys of the `serde` attributes.
fn serde_keys(attributes: &[Attribute]) -> Vec<String> {
    let mut keys = Vec::new();
    for attribute in named(attributes, "serde") {
        // serde reports mistakes itself.
        let _ = attribute.parse_nested_meta(|meta| {
            keys.extend(meta.path.get_ident().map(ToString::to_string));
            if meta.input.peek(Token![=]) {
                meta.value()?.parse::<syn::Expr>()?;
            } else if !meta.input.is_empty() && !meta.input.peek(Token![,]) {
                meta.input.parse::<proc_macro2::TokenTree>()?;
            }
            Ok(())
        });
    }
    keys
}

fn is_integer(ty: &Type) -> bool {
    last_segment(ty).is_some_and(|last| INTEGERS.iter().any(|name| last.ident == name))
}

/// Returns a path as text, without the spaces between its tokens.
fn compact(path: &Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}
