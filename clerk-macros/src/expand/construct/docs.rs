//! The documentation of `new`, which describes the request.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use syn::{Path, Type, TypePath};

use crate::ast::Endpoint;

/// Writes the doc attributes of `new`.
pub(super) fn of_new(endpoint: &Endpoint<'_>) -> TokenStream {
    let mut lines = vec![introduction(endpoint).to_owned(), String::new()];
    if let (Some(method), Some(path)) = (&endpoint.method, &endpoint.path) {
        lines.push(format!("- Request: `{method} {}`", path.literal.value()));
    }
    lines.push(format!("- Response: `{}`", spelled(&endpoint.response)));
    if !endpoint.success.is_empty() {
        lines.push(format!("- Success: 2xx, {}", statuses(&endpoint.success)));
    }
    if !endpoint.errors.is_empty() {
        lines.push(format!("- Documented errors: {}", statuses(&endpoint.errors)));
    }
    let (name, operation) = (endpoint.name().value(), endpoint.operation.value());
    if operation != name {
        lines.push(format!("- Operation: `{operation}`"));
    }
    lines.push(format!("- Call: `client.send({name}::new({})).await?`", arguments(endpoint)));
    let lines = lines.iter().map(|line| format!(" {line}").trim_end().to_owned());
    let alias =
        (operation != name && is_alias(&operation)).then(|| quote!(#[doc(alias = #operation)]));
    quote!(#(#[doc = #lines])* #alias)
}

fn introduction(endpoint: &Endpoint<'_>) -> &'static str {
    let required = endpoint.params.iter().filter(|param| param.is_required()).count();
    match (required, endpoint.params.len() - required) {
        (0, 0) => "Creates the request, which has no params.",
        (0, _) => "Creates the request. Each param is optional and has a setter.",
        (_, 0) => "Creates the request from its params.",
        _ => "Creates the request from its required params. Each optional param has a setter.",
    }
}

fn arguments(endpoint: &Endpoint<'_>) -> String {
    let required = endpoint.params.iter().filter(|param| param.is_required());
    required.map(|param| param.ident.to_string()).collect::<Vec<_>>().join(", ")
}

fn statuses(statuses: &[syn::LitInt]) -> String {
    statuses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// A type as written in source code, without the spaces that tokens have between them.
fn spelled(ty: &Type) -> String {
    // The default types if `response` is missing.
    if let Type::Path(TypePath { path: Path { leading_colon: Some(_), segments }, .. }) = ty {
        return segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    }
    let text = ty.to_token_stream().to_string();
    [(" :: ", "::"), (":: ", "::"), (" < ", "<"), (" >", ">"), (" ,", ","), ("& ", "&")]
        .iter()
        .fold(text, |text, (spaced, tight)| text.replace(spaced, tight))
}

/// Whether rustdoc accepts the text as an alias.
fn is_alias(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c))
}
