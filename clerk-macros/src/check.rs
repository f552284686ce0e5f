//! What can only be told from several attributes together.

use std::collections::HashSet;

use syn::{Ident, LitInt};

use crate::{
    ast::{Endpoint, Field, Place, is_bodiless},
    attr::MaxBytes,
    errors::Errors,
    shape::Wrapper,
    template::Template,
};

/// Headers that the client or the HTTP connection sets.
const RESERVED_HEADERS: &[&str] = &[
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// The fields of a list in pages: whether it needs them, and what can be in their `Option`.
const PAGE_FIELDS: &[(&str, bool, &[&str])] = &[
    ("limit", true, &["u32", "u8", "u16", "u64"]),
    ("offset", true, &["u64"]),
    ("paginated", false, &["bool"]),
];

/// Notes every mistake that resolving could not see.
pub(crate) fn check(endpoint: &Endpoint<'_>, errors: &mut Errors) {
    statuses(&endpoint.errors, errors);
    for field in &endpoint.fields {
        name(field, errors);
        shape(field, errors);
        max_bytes(field, errors);
    }
    if let Some(way) = &endpoint.pages {
        pages(endpoint, way, errors);
    }
    // Without these, nobody can tell where the other fields were meant to go.
    if let (Some(method), Some(path)) = (&endpoint.method, &endpoint.path) {
        placeholders(endpoint, path, errors);
        wire_names(endpoint, errors);
        bodies(endpoint, method, errors);
    }
    if let (Some(method), Some(word)) = (&endpoint.method, &endpoint.idempotent) {
        if method != "POST" && method != "PATCH" {
            errors.at(word, format!("every {method} is idempotent: leave `idempotent` out"));
        }
    }
}

fn statuses(statuses: &[LitInt], errors: &mut Errors) {
    let mut seen = HashSet::new();
    for literal in statuses {
        match literal.base10_parse::<u16>() {
            Ok(status @ 400..=599) if seen.insert(status) => {}
            Ok(status @ 400..=599) => {
                errors.at(literal, format!("`{status}` stands twice: keep one of them"));
            }
            _ => errors.at(
                literal,
                format!("`{literal}` is no error status: those are 400 to 499 and 500 to 599"),
            ),
        }
    }
}

fn name(field: &Field<'_>, errors: &mut Errors) {
    let wire = field.wire.value();
    if field.place == Place::Header {
        if wire.is_empty() || !wire.bytes().all(is_token) {
            errors.at(
                &field.wire,
                format!("\"{wire}\" is no header name: use letters, digits and `-`"),
            );
        } else if RESERVED_HEADERS.contains(&wire.as_str()) {
            errors.at(&field.wire, format!("the header `{wire}` is the client's: set it there"));
        }
    }
    let Some(rename) = &field.rename else { return };
    if field.place == Place::Header {
        errors.at(rename, "a header's name is in `header = \"…\"`: leave `rename` out");
    } else if field.place.is_whole_body() {
        errors.at(rename, format!("`{}` has no name on the wire: leave `rename` out", field.at()));
    } else if wire.is_empty() {
        errors.at(rename, "a name on the wire is not empty");
    }
}

/// RFC 9110 §5.6.2, `tchar`.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn shape(field: &Field<'_>, errors: &mut Errors) {
    let ty = &field.source.ty;
    match (&field.place, field.shape.wrapper) {
        (Place::Path, Wrapper::Option | Wrapper::Patch) => {
            errors.at(ty, "a path segment cannot be left out: write the type inside");
        }
        (Place::Path, Wrapper::None) if field.shape.repeated => {
            errors.at(ty, "a path segment is a single value: write the type of one item");
        }
        (Place::Member | Place::Path, _) | (_, Wrapper::None | Wrapper::Option) => {}
        (_, Wrapper::Patch) => errors.at(
            ty,
            "`Patch` is absent, null or a value, and only a member of a JSON body can be null: \
             write `Option`",
        ),
    }
}

fn max_bytes(field: &Field<'_>, errors: &mut Errors) {
    let Some(MaxBytes { key, bytes }) = &field.max_bytes else { return };
    if field.place != (Place::Part { file: true }) {
        errors.at(key, "only a file has a largest size: make this a `part` of the type `Part`");
    } else if bytes.base10_parse::<u32>().is_err() || !bytes.suffix().is_empty() {
        errors.at(bytes, format!("`{bytes}` is no number of bytes: write one like `10_000_000`"));
    }
}

/// What an endpoint has to have so that its list can be read page by page.
fn pages(endpoint: &Endpoint<'_>, way: &Ident, errors: &mut Errors) {
    if way != "offset" {
        errors.at(
            way,
            format!("unknown way of paging `{way}`: write `offset`, or `ListEndpoint` by hand"),
        );
        return;
    }
    if let Some(method) = endpoint.method.as_ref().filter(|method| *method != "GET") {
        errors.at(way, format!("a {method} request reads no list: leave `pages` out"));
        return;
    }
    for &(name, is_needed, types) in PAGE_FIELDS {
        let usual = types.first().copied().unwrap_or_default();
        match endpoint.fields.iter().find(|field| field.ident == name) {
            Some(field) if !matches!(field.place, Place::Query { .. }) => errors.at(
                field.at(),
                format!("`{name}` of a list in pages is a query parameter: move it there"),
            ),
            Some(field) if !field.shape.is_option_of(types) => errors.at(
                &field.source.ty,
                format!("`{name}` of a list in pages is an option: write `Option<{usual}>`"),
            ),
            None if is_needed => {
                errors.at(way, format!("no field `{name}`: add `{name}: Option<{usual}>`"));
            }
            Some(_) | None => {}
        }
    }
}

fn placeholders(endpoint: &Endpoint<'_>, path: &Template, errors: &mut Errors) {
    let in_path = || endpoint.fields.iter().filter(|field| field.place == Place::Path);
    for name in path.placeholders() {
        if in_path().any(|field| field.wire.value() == name) {
            continue;
        }
        match endpoint.fields.iter().find(|field| field.wire.value() == name) {
            Some(Field { key: Some(key), .. }) => errors.at(
                key,
                format!("the path names `{{{name}}}`: leave `{key}` out, or change the path"),
            ),
            _ => errors.at(
                &path.literal,
                format!(
                    "no field goes to `{{{name}}}`: add one called `{name}`, or mark one \
                     `#[endpoint(rename = \"{name}\")]`"
                ),
            ),
        }
    }
    for field in in_path() {
        let name = field.wire.value();
        if path.placeholders().all(|placeholder| placeholder != name) {
            let key = field.at();
            errors.at(key, format!("the path has no `{{{name}}}`: add it, or leave `{key}` out"));
        }
    }
}

fn wire_names(endpoint: &Endpoint<'_>, errors: &mut Errors) {
    let mut seen = HashSet::new();
    for field in &endpoint.fields {
        let place = match field.place {
            Place::Path => "path",
            Place::Query { .. } => "query",
            Place::Header => "headers",
            Place::Member => "JSON body",
            Place::Part { .. } => "multipart body",
            Place::Body | Place::Raw { .. } => continue,
        };
        let name = field.wire.value();
        if !seen.insert((place, name.clone())) {
            errors.at(&field.wire, format!("`{name}` is in the {place} twice: rename one of them"));
        }
    }
}

/// At most one body, of one kind, and none where the method has none.
fn bodies(endpoint: &Endpoint<'_>, method: &Ident, errors: &mut Errors) {
    if is_bodiless(method) {
        for field in endpoint.fields.iter().filter(|field| field.place.is_in_body()) {
            errors.at(
                field.at(),
                format!(
                    "a {method} request has no body: send this as `query`, or change the method"
                ),
            );
        }
        return;
    }
    let mut wholes = endpoint.fields.iter().filter(|field| field.place.is_whole_body());
    let members = || endpoint.fields.iter().filter(|field| field.place == Place::Member);
    let part = endpoint.fields.iter().find(|field| matches!(field.place, Place::Part { .. }));
    if let Some(whole) = wholes.next() {
        for other in wholes {
            errors.at(
                other.at(),
                format!("`{}` is the whole body already: keep one of them", whole.ident),
            );
        }
        let other = part.map(|part| ("parts", part));
        if let Some((kind, other)) = members().next().map(|member| ("members", member)).or(other) {
            errors.at(
                whole.at(),
                format!(
                    "body beside {kind}: `{}` is the whole body, so mark `{}` as `query` or \
                     `header`, or leave `{}` out",
                    whole.ident,
                    other.ident,
                    whole.at()
                ),
            );
        }
    } else if let Some(part) = part {
        for member in members() {
            errors.at(
                member.at(),
                format!(
                    "members beside parts: `{}` makes the body multipart, so mark this `part`, \
                     `query` or `header`",
                    part.ident
                ),
            );
        }
    }
}
