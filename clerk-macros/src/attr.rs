//! The attributes as they are written: which keys there are, each at most once.

use proc_macro2::TokenTree;
use syn::{
    Attribute, Ident, LitInt, LitStr, Path, Token, Type,
    meta::ParseNestedMeta,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
    token,
};

use crate::errors::{Errors, list};

/// `#[endpoint(…)]` on the struct.
#[derive(Default)]
pub(crate) struct Container {
    /// The word `endpoint`, where there is such an attribute.
    pub(crate) attribute: Option<Path>,
    /// Whether an attribute stopped making sense half-way, so that nobody knows what is missing.
    pub(crate) is_broken: bool,
    pub(crate) method: Option<Ident>,
    pub(crate) path: Option<LitStr>,
    pub(crate) response: Option<Type>,
    pub(crate) errors: Option<Vec<LitInt>>,
    pub(crate) decode: Option<Path>,
    pub(crate) public: Option<Ident>,
    pub(crate) idempotent: Option<Ident>,
    pub(crate) operation: Option<LitStr>,
    pub(crate) pages: Option<Ident>,
    /// The path of the crate that generated code refers to.
    pub(crate) root: Option<Path>,
}

impl Container {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        const KEYS: &[&str] = &[
            "method",
            "path",
            "response",
            "errors",
            "decode",
            "public",
            "idempotent",
            "operation",
            "pages",
            "crate",
        ];
        let mut container = Self::default();
        for attribute in named(attributes, "endpoint") {
            container.attribute.get_or_insert_with(|| attribute.path().clone());
            container.is_broken |= !each_key(attribute, KEYS, errors, |key, meta, errors| {
                match key.to_string().as_str() {
                    "method" => set(&mut container.method, key, value(meta)?, errors),
                    "path" => set(&mut container.path, key, value(meta)?, errors),
                    "response" => set(&mut container.response, key, value(meta)?, errors),
                    "errors" => set(&mut container.errors, key, statuses(meta)?, errors),
                    "decode" => set(&mut container.decode, key, value(meta)?, errors),
                    "public" => set(&mut container.public, key, flag(key, meta)?, errors),
                    "idempotent" => set(&mut container.idempotent, key, flag(key, meta)?, errors),
                    "operation" => set(&mut container.operation, key, value(meta)?, errors),
                    "pages" => set(&mut container.pages, key, value(meta)?, errors),
                    "crate" => set(&mut container.root, key, module(meta)?, errors),
                    _ => return Ok(false),
                }
                Ok(true)
            });
        }
        container
    }
}

/// `#[endpoint(…)]` on a field.
#[derive(Default)]
pub(crate) struct Field {
    /// Where the parameter goes. One key at most, once checked.
    pub(crate) place: Option<PlaceKey>,
    /// The word `comma`.
    pub(crate) comma: Option<Ident>,
    pub(crate) rename: Option<LitStr>,
    pub(crate) max_bytes: Option<MaxBytes>,
}

/// `max_bytes = 10_000_000`.
pub(crate) struct MaxBytes {
    pub(crate) key: Ident,
    pub(crate) bytes: LitInt,
}

/// A key that says where a parameter goes.
pub(crate) struct PlaceKey {
    pub(crate) key: Ident,
    pub(crate) place: PlaceName,
}

pub(crate) enum PlaceName {
    Path,
    Query,
    Header(LitStr),
    Member,
    Body,
    /// With the media type, where one is written.
    Raw(Option<LitStr>),
    Part,
}

impl Field {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        const KEYS: &[&str] = &[
            "path",
            "query",
            "comma",
            "header",
            "member",
            "body",
            "raw",
            "part",
            "max_bytes",
            "rename",
        ];
        let mut field = Self::default();
        for attribute in named(attributes, "endpoint") {
            each_key(attribute, KEYS, errors, |key, meta, errors| {
                let place = match key.to_string().as_str() {
                    "rename" => {
                        set(&mut field.rename, key, value(meta)?, errors);
                        return Ok(true);
                    }
                    "comma" => {
                        set(&mut field.comma, key, flag(key, meta)?, errors);
                        return Ok(true);
                    }
                    "max_bytes" => {
                        let max_bytes = MaxBytes { key: key.clone(), bytes: value(meta)? };
                        set(&mut field.max_bytes, key, max_bytes, errors);
                        return Ok(true);
                    }
                    "header" => PlaceName::Header(value(meta)?),
                    "raw" if meta.input.peek(Token![=]) => PlaceName::Raw(Some(value(meta)?)),
                    "raw" => PlaceName::Raw(None),
                    "path" => flag(key, meta).map(|_| PlaceName::Path)?,
                    "query" => flag(key, meta).map(|_| PlaceName::Query)?,
                    "member" => flag(key, meta).map(|_| PlaceName::Member)?,
                    "body" => flag(key, meta).map(|_| PlaceName::Body)?,
                    "part" => flag(key, meta).map(|_| PlaceName::Part)?,
                    _ => return Ok(false),
                };
                field.put(PlaceKey { key: key.clone(), place }, errors);
                Ok(true)
            });
        }
        if let (Some(comma), Some(PlaceKey { key, place })) = (&field.comma, &field.place) {
            if !matches!(place, PlaceName::Query) {
                errors.at(comma, conflict(key, comma));
            }
        }
        field
    }

    fn put(&mut self, place: PlaceKey, errors: &mut Errors) {
        match &self.place {
            None => self.place = Some(place),
            Some(first) if first.key == place.key => errors.at(&place.key, twice(&place.key)),
            Some(first) => errors.at(&place.key, conflict(&first.key, &place.key)),
        }
    }
}

fn conflict(first: &Ident, second: &Ident) -> String {
    format!("`{second}` beside `{first}`: a parameter goes to one place, so keep one of them")
}

fn twice(key: &Ident) -> String {
    format!("`{key}` is given twice: keep one of them")
}

pub(crate) fn named<'a>(
    attributes: &'a [Attribute],
    name: &'a str,
) -> impl Iterator<Item = &'a Attribute> {
    attributes.iter().filter(move |attribute| attribute.path().is_ident(name))
}

/// Calls `read` with each key of an attribute, until the attribute makes no sense any more.
/// `read` says whether it knows the key; one that it does not know is passed over. Gives whether
/// it got to the end.
pub(crate) fn each_key(
    attribute: &Attribute,
    keys: &[&str],
    errors: &mut Errors,
    mut read: impl FnMut(&Ident, &ParseNestedMeta<'_>, &mut Errors) -> syn::Result<bool>,
) -> bool {
    let result = attribute.parse_nested_meta(|meta| {
        let key = meta.path.require_ident()?;
        if !read(key, &meta, errors)? {
            errors.at(key, format!("unknown key `{key}`: the keys here are {}", list(keys)));
            skip_value(meta.input)?;
        }
        Ok(())
    });
    result.map_err(|error| errors.push(error)).is_ok()
}

pub(crate) fn set<T>(slot: &mut Option<T>, key: &Ident, value: T, errors: &mut Errors) {
    if slot.is_some() {
        errors.at(key, twice(key));
    }
    slot.get_or_insert(value);
}

pub(crate) fn value<T: Parse>(meta: &ParseNestedMeta<'_>) -> syn::Result<T> {
    meta.value()?.parse()
}

pub(crate) fn flag(key: &Ident, meta: &ParseNestedMeta<'_>) -> syn::Result<Ident> {
    if meta.input.peek(Token![=]) || meta.input.peek(token::Paren) {
        return Err(meta.error(format!("`{key}` takes no value: write it alone")));
    }
    Ok(key.clone())
}

/// A path that may begin with `crate`, `self` or `super`.
pub(crate) fn module(meta: &ParseNestedMeta<'_>) -> syn::Result<Path> {
    meta.value()?.call(Path::parse_mod_style)
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
