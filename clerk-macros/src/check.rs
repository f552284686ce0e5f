//! Checks that need several attributes at once.

use std::collections::HashSet;

use syn::{Ident, LitInt, LitStr};

use crate::{
    ast::{Endpoint, Location, Param},
    attr::{self, MaxBytes},
    errors::Errors,
    shape::Wrapper,
    template::Template,
};

mod body;

/// Headers that the client or the HTTP connection sets.
const RESERVED_HEADERS: &[&str] = &[
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// The fields of a paginated list: whether each is required, and the types that its `Option` takes.
const PAGE_FIELDS: &[(&str, bool, &[&str])] = &[
    ("limit", true, &["u32", "u8", "u16", "u64"]),
    ("offset", true, &["u64"]),
    ("paginated", false, &["bool"]),
];

/// Reports every mistake that involves more than one attribute.
pub(crate) fn check(endpoint: &Endpoint<'_>, errors: &mut Errors) {
    error_statuses(&endpoint.errors, errors);
    success_statuses(&endpoint.success, errors);
    constant_headers(endpoint, errors);
    for param in &endpoint.params {
        name(param, errors);
        shape(param, errors);
        max_bytes(param, errors);
        nullable(param, errors);
    }
    if let Some(pagination) = &endpoint.pages {
        pages(endpoint, pagination, errors);
    }
    // The locations of the other params depend on the method and the path.
    if let (Some(method), Some(path)) = (&endpoint.method, &endpoint.path) {
        placeholders(endpoint, path, errors);
        wire_names(endpoint, errors);
        body::check(endpoint, method, errors);
    }
    if let (Some(method), Some(word)) = (&endpoint.method, &endpoint.idempotent) {
        if method != "POST" && method != "PATCH" {
            errors.at(word, format!("every {method} is idempotent: remove `idempotent`"));
        }
    }
    if endpoint.incoming.is_some() {
        incoming(endpoint, errors);
    }
}

fn error_statuses(statuses: &[LitInt], errors: &mut Errors) {
    let mut seen = HashSet::new();
    for literal in statuses {
        match literal.base10_parse::<u16>() {
            Ok(status @ 400..=599) if seen.insert(status) => {}
            Ok(status @ 400..=599) => duplicate_status(literal, status, errors),
            _ => errors.at(literal, format!("`{literal}` is not an error status: use 400 to 599")),
        }
    }
}

fn success_statuses(statuses: &[LitInt], errors: &mut Errors) {
    let mut seen = HashSet::new();
    for literal in statuses {
        match literal.base10_parse::<u16>() {
            Ok(200..=299) => {
                errors.at(literal, format!("`{literal}` is always a success: remove it"));
            }
            Ok(400..=599) => errors.at(
                literal,
                format!("`{literal}` is an error status: move it to `errors({literal})`"),
            ),
            Ok(status @ 100..=399) if seen.insert(status) => {}
            Ok(status @ 100..=399) => duplicate_status(literal, status, errors),
            _ => errors
                .at(literal, format!("invalid status `{literal}`: use 100 to 199 or 300 to 399")),
        }
    }
}

fn duplicate_status(literal: &LitInt, status: u16, errors: &mut Errors) {
    errors.at(literal, format!("duplicate status `{status}`: remove one"));
}

fn constant_headers(endpoint: &Endpoint<'_>, errors: &mut Errors) {
    let mut seen = HashSet::new();
    for header in &endpoint.headers {
        let (name, value) = (header.name.value(), header.value.value());
        header_name(&header.name, errors);
        if !value.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~')) {
            errors.at(
                &header.value,
                "invalid header value: use visible ASCII characters, spaces and tabs",
            );
        }
        if !seen.insert(name.clone()) {
            errors.at(&header.name, format!("duplicate header `{name}`: remove one"));
        }
    }
    for param in endpoint.params.iter().filter(|param| param.location == Location::Header) {
        let name = param.wire.value();
        if seen.contains(&name) {
            errors.at(
                &param.wire,
                format!("the struct already sends the header `{name}`: remove it there, or remove this field"),
            );
        }
    }
}

fn header_name(literal: &LitStr, errors: &mut Errors) {
    let name = literal.value();
    if name.is_empty() || !name.bytes().all(attr::is_token) {
        errors.at(literal, format!("invalid header name \"{name}\": use letters, digits and `-`"));
    } else if RESERVED_HEADERS.contains(&name.as_str()) {
        errors.at(literal, format!("reserved header `{name}`: the client sets it, so remove it"));
    }
}

fn name(param: &Param<'_>, errors: &mut Errors) {
    if param.location == Location::Header {
        header_name(&param.wire, errors);
    }
    let Some(rename) = &param.rename else { return };
    if param.location == Location::Header {
        errors.at(rename, "a header gets its name from `header = \"…\"`: remove `rename`");
    } else if param.location.is_whole_body() {
        errors.at(rename, "a whole body has no name: remove `rename`");
    } else if param.wire.value().is_empty() {
        errors.at(rename, "empty name: write the name on the wire, or remove `rename`");
    }
}

fn shape(param: &Param<'_>, errors: &mut Errors) {
    let ty = &param.source.ty;
    match (&param.location, param.shape.wrapper) {
        (Location::Path, Wrapper::Option | Wrapper::Patch) => {
            errors.at(ty, "a path param cannot be left out: use the inner type");
        }
        (Location::Path, Wrapper::None) if param.shape.repeated => {
            errors.at(ty, "a path param has one value: use the type of one item");
        }
        (Location::Member | Location::Path, _) | (_, Wrapper::None | Wrapper::Option) => {}
        (_, Wrapper::Patch) => errors.at(
            ty,
            "only a member of a JSON body can be `Patch`, because nothing else can be null: use \
             `Option`",
        ),
    }
}

fn max_bytes(param: &Param<'_>, errors: &mut Errors) {
    let Some(MaxBytes { key, bytes }) = &param.max_bytes else { return };
    if param.location != (Location::Part { file: true }) {
        errors.at(key, "`max_bytes` is for files: mark this `part`, and use the type `Part`");
    } else if bytes.base10_parse::<u32>().is_err() || !bytes.suffix().is_empty() {
        errors.at(
            bytes,
            format!("invalid number of bytes `{bytes}`: write one such as `10_000_000`"),
        );
    }
}

fn nullable(param: &Param<'_>, errors: &mut Errors) {
    let Some(key) = &param.nullable else { return };
    if param.location != Location::Member || param.shape.wrapper != Wrapper::Option {
        errors.at(key, "`nullable` is for an `Option` that is a member of a JSON body: remove it");
    }
}

fn pages(endpoint: &Endpoint<'_>, pagination: &Ident, errors: &mut Errors) {
    if pagination != "offset" {
        errors.at(
            pagination,
            format!(
                "unknown pagination `{pagination}`: use `offset`, or implement `ListEndpoint` by \
                 hand"
            ),
        );
        return;
    }
    if let Some(method) = endpoint.method.as_ref().filter(|method| *method != "GET") {
        errors.at(pagination, format!("a {method} request is not a list: remove `pages`"));
        return;
    }
    for &(name, is_required, types) in PAGE_FIELDS {
        let usual = types.first().copied().unwrap_or_default();
        match endpoint.params.iter().find(|param| param.ident == name) {
            Some(param) if !matches!(param.location, Location::Query { .. }) => errors.at(
                param.at(),
                format!("`{name}` of a paginated list must be a query param: mark it `query`"),
            ),
            Some(param) if !param.shape.is_option_of(types) => errors.at(
                &param.source.ty,
                format!("`{name}` of a paginated list must be optional: use `Option<{usual}>`"),
            ),
            None if is_required => {
                errors.at(
                    pagination,
                    format!("missing field `{name}`: add `{name}: Option<{usual}>`"),
                );
            }
            Some(_) | None => {}
        }
    }
}

fn placeholders(endpoint: &Endpoint<'_>, path: &Template, errors: &mut Errors) {
    let in_path = || endpoint.params.iter().filter(|param| param.location == Location::Path);
    for name in path.placeholders() {
        if in_path().any(|param| param.wire.value() == name) {
            continue;
        }
        match endpoint.params.iter().find(|param| param.wire.value() == name) {
            Some(Param { key: Some(key), .. }) => errors.at(
                key,
                format!("the path contains `{{{name}}}`: remove `{key}`, or change the path"),
            ),
            _ => errors.at(
                &path.literal,
                format!(
                    "missing field for `{{{name}}}`: add a field `{name}`, or mark one \
                     `#[endpoint(rename = \"{name}\")]`"
                ),
            ),
        }
    }
    for param in in_path() {
        let name = param.wire.value();
        if path.placeholders().all(|placeholder| placeholder != name) {
            let key = param.at();
            errors.at(key, format!("missing `{{{name}}}` in the path: add it, or remove `{key}`"));
        }
    }
}

fn wire_names(endpoint: &Endpoint<'_>, errors: &mut Errors) {
    let mut seen = HashSet::new();
    for param in &endpoint.params {
        let noun = match param.location {
            Location::Path => "path param",
            Location::Query { .. } => "query param",
            Location::Header => "header",
            Location::Member => "member",
            Location::Form => "form field",
            Location::Part { .. } => "part",
            Location::Body | Location::Raw { .. } => continue,
        };
        let name = param.wire.value();
        if !seen.insert((noun, name.clone())) {
            errors.at(&param.wire, format!("duplicate {noun} `{name}`: rename one"));
        }
    }
}

/// Reports params that can be sent but not read back.
fn incoming(endpoint: &Endpoint<'_>, errors: &mut Errors) {
    if let Some(borrowed) = endpoint.generics().lifetimes().next() {
        errors.at(
            &borrowed.lifetime,
            "a struct that borrows cannot be read from a request: use owned types, or remove \
             `incoming`",
        );
    }
    for param in &endpoint.params {
        if param.sends_each() && param.shape.repeated && param.shape.item.is_none() {
            errors.at(
                &param.source.ty,
                "an array cannot be read from a request: use `Vec`, or remove `incoming`",
            );
        }
    }
}
