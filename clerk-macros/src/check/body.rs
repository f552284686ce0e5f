//! Checks the body: at most one, of one kind, and only if the method allows it.

use syn::Ident;

use crate::{
    ast::{BodyFormat, Endpoint, Location, is_bodiless},
    errors::Errors,
};

pub(super) fn check(endpoint: &Endpoint<'_>, method: &Ident, errors: &mut Errors) {
    format(endpoint, errors);
    if let Some(word) = &endpoint.allow_body {
        allow_body(endpoint, method, word, errors);
    } else if is_bodiless(method) {
        for param in endpoint.params.iter().filter(|param| param.location.is_in_body()) {
            errors.at(
                param.at(),
                format!(
                    "a {method} request has no body: mark this `query`, or add `allow_body` to \
                     the struct"
                ),
            );
        }
        return;
    }
    kinds(endpoint, errors);
}

fn allow_body(endpoint: &Endpoint<'_>, method: &Ident, word: &Ident, errors: &mut Errors) {
    if !is_bodiless(method) {
        errors.at(word, format!("a {method} request can always have a body: remove `allow_body`"));
    } else if !endpoint.params.iter().any(|param| param.location.is_in_body()) {
        errors.at(word, "no field is sent in the body: mark one `member`, or remove `allow_body`");
    }
}

/// Checks the key `body`, which sets how members or a whole JSON body are encoded.
fn format(endpoint: &Endpoint<'_>, errors: &mut Errors) {
    let Some(key) = &endpoint.body_key else { return };
    let mut wholes = endpoint.params.iter().filter(|param| param.location == Location::Body);
    let has_members = endpoint.params.iter().any(|param| param.location.is_member());
    match (wholes.next(), &endpoint.body) {
        (Some(whole), BodyFormat::Form) => errors.at(
            whole.at(),
            "a form has fields only: remove `body` here, or `body = form` from the struct",
        ),
        (None, _) if !has_members => {
            errors.at(key, "no field is a member of the body: remove `body`");
        }
        _ => {}
    }
}

fn kinds(endpoint: &Endpoint<'_>, errors: &mut Errors) {
    let mut wholes = endpoint.params.iter().filter(|param| param.location.is_whole_body());
    let members = || endpoint.params.iter().filter(|param| param.location.is_member());
    let part = endpoint.params.iter().find(|param| matches!(param.location, Location::Part { .. }));
    if let Some(whole) = wholes.next() {
        for other in wholes {
            errors.at(
                other.at(),
                format!("duplicate body: `{}` is the whole body, so remove one", whole.ident),
            );
        }
        if let Some(other) = members().next().or(part) {
            let (key, whole, other) = (whole.at(), whole.ident, other.ident);
            errors.at(
                key,
                format!(
                    "`{whole}` is the whole body, so `{other}` cannot be in it: mark `{other}` as \
                     `query` or `header`, or remove `{key}`"
                ),
            );
        }
    } else if let Some(part) = part {
        for member in members() {
            errors.at(
                member.at(),
                format!(
                    "`{}` makes the body multipart, which has no members: mark this `part`, \
                     `query` or `header`",
                    part.ident
                ),
            );
        }
    }
}
