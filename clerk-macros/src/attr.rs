//! The attributes as written: the known keys, each at most once.

use proc_macro2::TokenTree;
use syn::{
    Attribute, Ident, LitInt, LitStr, Path, Token, Type,
    meta::ParseNestedMeta,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
    token,
};

use crate::errors::{Errors, one_of};

/// Reads an attribute with [`each_key`]. Each key is listed once, with the code that reads it.
macro_rules! read_keys {
    (
        $attribute:expr, $errors:ident,
        |$key:ident, $meta:ident| { $($name:literal => $read:expr,)* }
    ) => {
        $crate::attr::each_key($attribute, &[$($name),*], $errors, |$key, $meta, $errors| {
            match $key.to_string().as_str() {
                $($name => $read,)*
                _ => return Ok(false),
            }
            Ok(true)
        })
    };
}

pub(crate) use read_keys;

/// `#[endpoint(…)]` on the struct.
#[derive(Default)]
pub(crate) struct Container {
    /// The word `endpoint`, if there is such an attribute.
    pub(crate) attribute: Option<Path>,
    /// Whether part of an attribute could not be parsed. Keys may then be missing.
    pub(crate) is_broken: bool,
    pub(crate) method: Option<Ident>,
    pub(crate) path: Option<LitStr>,
    pub(crate) response: Option<Type>,
    pub(crate) decode: Option<Path>,
    pub(crate) success: Option<Vec<LitInt>>,
    pub(crate) errors: Option<Vec<LitInt>>,
    pub(crate) body: Option<BodyKey>,
    pub(crate) allow_body: Option<Ident>,
    pub(crate) headers: Vec<ConstantHeader>,
    pub(crate) public: Option<Ident>,
    pub(crate) idempotent: Option<Ident>,
    pub(crate) operation: Option<LitStr>,
    pub(crate) pages: Option<Ident>,
    /// The path of the crate that generated code refers to.
    pub(crate) root: Option<Path>,
    pub(crate) incoming: Option<Ident>,
}

/// `body = form`.
pub(crate) struct BodyKey {
    pub(crate) key: Ident,
    pub(crate) format: BodyFormat,
}

pub(crate) enum BodyFormat {
    Named(Ident),
    MediaType(LitStr),
}

/// `header("name" = "value")`.
pub(crate) struct ConstantHeader {
    pub(crate) name: LitStr,
    pub(crate) value: LitStr,
}

impl Container {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut container = Self::default();
        for attribute in named(attributes, "endpoint") {
            container.attribute.get_or_insert_with(|| attribute.path().clone());
            container.is_broken |= !read_keys!(attribute, errors, |key, meta| {
                "method" => set(&mut container.method, key, value(meta)?, errors),
                "path" => set(&mut container.path, key, value(meta)?, errors),
                "response" => set(&mut container.response, key, value(meta)?, errors),
                "decode" => set(&mut container.decode, key, value(meta)?, errors),
                "success" => set(&mut container.success, key, statuses(meta)?, errors),
                "errors" => set(&mut container.errors, key, statuses(meta)?, errors),
                "body" => {
                    let body = BodyKey { key: key.clone(), format: value(meta)? };
                    set(&mut container.body, key, body, errors);
                },
                "allow_body" => set(&mut container.allow_body, key, flag(key, meta)?, errors),
                "header" => container.headers.push(header(meta)?),
                "public" => set(&mut container.public, key, flag(key, meta)?, errors),
                "idempotent" => set(&mut container.idempotent, key, flag(key, meta)?, errors),
                "operation" => set(&mut container.operation, key, value(meta)?, errors),
                "pages" => set(&mut container.pages, key, value(meta)?, errors),
                "crate" => set(&mut container.root, key, module(meta)?, errors),
                "incoming" => set(&mut container.incoming, key, flag(key, meta)?, errors),
            });
        }
        container
    }
}

impl Parse for BodyFormat {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            input.parse().map(Self::MediaType)
        } else {
            input.parse().map(Self::Named)
        }
    }
}

/// `#[endpoint(…)]` on a field.
#[derive(Default)]
pub(crate) struct Field {
    /// The key that sets the location of the param.
    pub(crate) location: Option<LocationKey>,
    /// The word `comma`.
    pub(crate) comma: Option<Ident>,
    pub(crate) rename: Option<LitStr>,
    pub(crate) max_bytes: Option<MaxBytes>,
    /// The word `nullable`.
    pub(crate) nullable: Option<Ident>,
}

/// `max_bytes = 10_000_000`.
pub(crate) struct MaxBytes {
    pub(crate) key: Ident,
    pub(crate) bytes: LitInt,
}

/// A key that sets the location of a param.
pub(crate) struct LocationKey {
    pub(crate) key: Ident,
    pub(crate) name: LocationName,
}

pub(crate) enum LocationName {
    Path,
    Query,
    Header(LitStr),
    Member,
    Body,
    /// The media type, if there is one.
    Raw(Option<LitStr>),
    Part,
}

impl Field {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut field = Self::default();
        for attribute in named(attributes, "endpoint") {
            read_keys!(attribute, errors, |key, meta| {
                "path" => field.locate(key, flag(key, meta).map(|_| LocationName::Path)?, errors),
                "query" => field.locate(key, flag(key, meta).map(|_| LocationName::Query)?, errors),
                "comma" => set(&mut field.comma, key, flag(key, meta)?, errors),
                "header" => field.locate(key, LocationName::Header(value(meta)?), errors),
                "member" => field.locate(key, flag(key, meta).map(|_| LocationName::Member)?, errors),
                "body" => field.locate(key, flag(key, meta).map(|_| LocationName::Body)?, errors),
                "raw" => {
                    let has_type = meta.input.peek(Token![=]);
                    let media_type = has_type.then(|| value(meta)).transpose()?;
                    field.locate(key, LocationName::Raw(media_type), errors);
                },
                "part" => field.locate(key, flag(key, meta).map(|_| LocationName::Part)?, errors),
                "max_bytes" => {
                    let max_bytes = MaxBytes { key: key.clone(), bytes: value(meta)? };
                    set(&mut field.max_bytes, key, max_bytes, errors);
                },
                "nullable" => set(&mut field.nullable, key, flag(key, meta)?, errors),
                "rename" => set(&mut field.rename, key, value(meta)?, errors),
            });
        }
        if let (Some(comma), Some(LocationKey { key, name })) = (&field.comma, &field.location) {
            if !matches!(name, LocationName::Query) {
                errors.at(comma, conflict(key, comma));
            }
        }
        field
    }

    fn locate(&mut self, key: &Ident, name: LocationName, errors: &mut Errors) {
        match &self.location {
            None => self.location = Some(LocationKey { key: key.clone(), name }),
            Some(first) if first.key == *key => errors.at(key, duplicate(key)),
            Some(first) => errors.at(key, conflict(&first.key, key)),
        }
    }
}

fn conflict(first: &Ident, second: &Ident) -> String {
    format!("`{second}` conflicts with `{first}`: a param has one location, so remove one")
}

fn duplicate(key: &Ident) -> String {
    format!("duplicate key `{key}`: remove one")
}

pub(crate) fn named<'a>(
    attributes: &'a [Attribute],
    name: &'a str,
) -> impl Iterator<Item = &'a Attribute> {
    attributes.iter().filter(move |attribute| attribute.path().is_ident(name))
}

/// Calls `read` with each key of an attribute, up to the first syntax error. `read` returns whether
/// it knows the key; an unknown one is reported and skipped. Returns whether the whole attribute
/// was read.
pub(crate) fn each_key(
    attribute: &Attribute,
    keys: &[&str],
    errors: &mut Errors,
    mut read: impl FnMut(&Ident, &ParseNestedMeta<'_>, &mut Errors) -> syn::Result<bool>,
) -> bool {
    let result = attribute.parse_nested_meta(|meta| {
        let key = meta.path.require_ident()?;
        if !read(key, &meta, errors)? {
            errors.at(key, format!("unknown key `{key}`: use {}", one_of(keys)));
            skip_value(meta.input)?;
        }
        Ok(())
    });
    result.map_err(|error| errors.push(error)).is_ok()
}

pub(crate) fn set<T>(slot: &mut Option<T>, key: &Ident, value: T, errors: &mut Errors) {
    if slot.is_some() {
        errors.at(key, duplicate(key));
    }
    slot.get_or_insert(value);
}

pub(crate) fn value<T: Parse>(meta: &ParseNestedMeta<'_>) -> syn::Result<T> {
    meta.value()?.parse()
}

pub(crate) fn flag(key: &Ident, meta: &ParseNestedMeta<'_>) -> syn::Result<Ident> {
    if meta.input.peek(Token![=]) || meta.input.peek(token::Paren) {
        return Err(meta.error(format!("`{key}` takes no value: remove the value")));
    }
    Ok(key.clone())
}

/// Parses a path that may begin with `crate`, `self`, or `super`.
pub(crate) fn module(meta: &ParseNestedMeta<'_>) -> syn::Result<Path> {
    meta.value()?.call(Path::parse_mod_style)
}

fn header(meta: &ParseNestedMeta<'_>) -> syn::Result<ConstantHeader> {
    if !meta.input.peek(token::Paren) {
        return Err(
            meta.error("a constant header has a name: write `header(\"name\" = \"value\")`")
        );
    }
    let content;
    syn::parenthesized!(content in meta.input);
    let name = content.parse()?;
    content.parse::<Token![=]>()?;
    let header = ConstantHeader { name, value: content.parse()? };
    content.parse::<Option<Token![,]>>()?;
    if content.is_empty() {
        Ok(header)
    } else {
        Err(content.error("one header at a time: write `header(…)` again for the next one"))
    }
}

fn statuses(meta: &ParseNestedMeta<'_>) -> syn::Result<Vec<LitInt>> {
    let content;
    syn::parenthesized!(content in meta.input);
    Ok(Punctuated::<LitInt, Token![,]>::parse_terminated(&content)?.into_iter().collect())
}

fn skip_value(input: ParseStream<'_>) -> syn::Result<()> {
    if input.parse::<Option<Token![=]>>()?.is_some() && input.fork().parse::<Type>().is_ok() {
        input.parse::<Type>()?;
    }
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// Returns whether a byte is a `tchar` (RFC 9110 §5.6.2).
pub(crate) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
