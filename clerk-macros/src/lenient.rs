//! Models that read what servers send: `null` for a missing member, `42.0` for an integer.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Attribute, Data, DeriveInput, Field, Fields, Path, Token, Type, parse_quote};

use crate::{
    attr::named,
    errors::Errors,
    shape::{Shape, Wrapper, last_segment},
};

const INTEGERS: &[&str] = &["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"];
/// Keys with which a field is read in its own way.
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
            data.fields.iter_mut().for_each(|field| read_leniently(field, root));
        }
        _ => errors.at(&input.ident, "`#[lenient]` is for structs with named fields"),
    }
    let errors = errors.finish();
    quote!(#errors #input)
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

fn read_leniently(field: &mut Field, root: &Path) {
    let keys = serde_keys(&field.attrs);
    if READ_OTHERWISE.iter().any(|key| keys.iter().any(|name| name == key)) {
        return;
    }
    let has_default = keys.iter().any(|key| key == "default");
    let shape = Shape::of(&field.ty);
    let is_integer = is_integer(shape.value);
    let function = match (shape.wrapper, is_integer, has_default) {
        (Wrapper::Option, true, _) => "optional_integer",
        (Wrapper::None, true, true) => "integer_or_default",
        (Wrapper::None, true, false) => "integer",
        (Wrapper::None, false, true) => "or_default",
        _ => return,
    };
    let path = format!("{}::__private::lenient::{function}", compact(root));
    // With a function of its own, even an `Option` must not be missing unless it has a default.
    let default = (shape.wrapper == Wrapper::Option && !has_default).then(|| quote!(default,));
    field.attrs.push(parse_quote!(#[serde(#default deserialize_with = #path)]));
}

/// Returns the keys of the `serde` attributes.
fn serde_keys(attributes: &[Attribute]) -> Vec<String> {
    let mut keys = Vec::new();
    for attribute in named(attributes, "serde") {
        // serde reports the mistakes.
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
