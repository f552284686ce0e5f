//! `new`, one setter for each optional parameter, and `Default`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Attribute, Ident, ext::IdentExt as _};

use crate::{
    ast::{Endpoint, Field},
    errors::joined,
    shape::{Accept, Wrapper},
};

/// More parameters than this make clippy complain about `new`.
const MANY: usize = 7;

/// Writes the inherent functions, and `Default` where nothing is required.
pub(crate) fn constructors(endpoint: &Endpoint<'_>) -> TokenStream {
    let ident = &endpoint.input.ident;
    let (impl_generics, ty_generics, where_clause) = endpoint.generics().split_for_impl();
    let allow = allow_deprecated(endpoint);
    let nothing_required = endpoint.fields.iter().all(|field| !field.is_required());
    let new = new(endpoint);
    let setters = endpoint
        .fields
        .iter()
        .filter(|field| !field.is_required())
        .map(|field| setter(endpoint, field));
    let default = nothing_required.then(|| {
        quote! {
            #allow
            #[automatically_derived]
            impl #impl_generics ::core::default::Default for #ident #ty_generics #where_clause {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    quote! {
        #allow
        #[automatically_derived]
        impl #impl_generics #ident #ty_generics #where_clause {
            #new
            #(#setters)*
        }
        #default
    }
}

fn new(endpoint: &Endpoint<'_>) -> TokenStream {
    let vis = &endpoint.input.vis;
    let mut parameters = Vec::new();
    let fields: Vec<_> = endpoint
        .fields
        .iter()
        .map(|field| {
            let ident = field.ident;
            if field.is_required() {
                let Accept { parameter, conversion } = field.accept(endpoint.generics(), ident);
                parameters.push(quote!(#ident: #parameter));
                quote!(#ident: #conversion)
            } else {
                quote!(#ident: ::core::default::Default::default())
            }
        })
        .collect();
    let allow = (parameters.len() > MANY).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let calls = calls(endpoint);
    quote! {
        /// Makes the request from what it requires. Nothing else is sent until it is set.
        #calls
        #allow
        #[must_use]
        #vis fn new(#(#parameters),*) -> Self {
            Self { #(#fields),* }
        }
    }
}

/// Says in the documentation what is called.
fn calls(endpoint: &Endpoint<'_>) -> Option<TokenStream> {
    let (method, path) = (endpoint.method.as_ref()?, endpoint.path.as_ref()?);
    let (path, operation) = (path.literal.value(), endpoint.operation.value());
    let statuses: Vec<_> = endpoint.errors.iter().map(|status| status.to_string()).collect();
    let errors = match &*statuses {
        [] => "no error".to_owned(),
        [status] => format!("the error {status}"),
        _ => format!("the errors {}", joined(&statuses)),
    };
    let text =
        format!(" Calls `{method} {path}` (operation `{operation}`), which documents {errors}.");
    Some(quote!(#[doc = ""] #[doc = #text]))
}

fn setter(endpoint: &Endpoint<'_>, field: &Field<'_>) -> TokenStream {
    let vis = &endpoint.input.vis;
    let ident = field.ident;
    let value = Ident::new("value", Span::mixed_site());
    let Accept { parameter, conversion } = field.accept(endpoint.generics(), &value);
    let conversion = if field.shape.wrapper == Wrapper::Option {
        quote!(::core::option::Option::Some(#conversion))
    } else {
        conversion
    };
    let is = |name: &'static str| move |attribute: &&Attribute| attribute.path().is_ident(name);
    let attributes = &field.source.attrs;
    let docs: TokenStream = if attributes.iter().any(|attribute| is("doc")(&attribute)) {
        attributes.iter().filter(is("doc")).map(|doc| quote!(#doc)).collect()
    } else {
        let text = format!(" Sets `{}`.", ident.unraw());
        quote!(#[doc = #text])
    };
    let deprecated = attributes.iter().filter(is("deprecated"));
    quote! {
        #docs
        #(#deprecated)*
        #[must_use]
        #vis fn #ident(mut self, #value: #parameter) -> Self {
            self.#ident = #conversion;
            self
        }
    }
}

/// Using a deprecated parameter is the caller's concern, not that of the code written here.
pub(crate) fn allow_deprecated(endpoint: &Endpoint<'_>) -> Option<TokenStream> {
    let fields = endpoint.fields.iter().flat_map(|field| &field.source.attrs);
    let mut attributes = endpoint.input.attrs.iter().chain(fields);
    attributes
        .any(|attribute| attribute.path().is_ident("deprecated"))
        .then(|| quote!(#[allow(deprecated)]))
}
