//! `new`, one setter for each optional param, and `Default`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Attribute, Ident, ext::IdentExt as _};

use crate::{
    ast::{Endpoint, Param},
    shape::{Accept, Wrapper},
};

mod docs;

/// The number of arguments of `new` above which clippy warns.
const MANY: usize = 7;

/// Writes the inherent functions, and `Default` if no param is required.
pub(crate) fn constructors(endpoint: &Endpoint<'_>) -> TokenStream {
    let ident = &endpoint.input.ident;
    let (impl_generics, ty_generics, where_clause) = endpoint.generics().split_for_impl();
    let allow = allow_deprecated(endpoint);
    let nothing_required = endpoint.params.iter().all(|param| !param.is_required());
    let new = new(endpoint);
    let setters = endpoint
        .params
        .iter()
        .filter(|param| !param.is_required())
        .map(|param| setter(endpoint, param));
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
    let mut arguments = Vec::new();
    let fields: Vec<_> = endpoint
        .params
        .iter()
        .map(|param| {
            let ident = param.ident;
            if param.is_required() {
                let Accept { parameter, conversion } = param.accept(endpoint.generics(), ident);
                arguments.push(quote!(#ident: #parameter));
                quote!(#ident: #conversion)
            } else {
                quote!(#ident: ::core::default::Default::default())
            }
        })
        .collect();
    let allow = (arguments.len() > MANY).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let docs = docs::of_new(endpoint);
    quote! {
        #docs
        #allow
        #[must_use]
        #vis fn new(#(#arguments),*) -> Self {
            Self { #(#fields),* }
        }
    }
}

fn setter(endpoint: &Endpoint<'_>, param: &Param<'_>) -> TokenStream {
    let vis = &endpoint.input.vis;
    let ident = param.ident;
    let value = Ident::new("value", Span::mixed_site());
    let Accept { parameter, conversion } = param.accept(endpoint.generics(), &value);
    let conversion = if param.shape.wrapper == Wrapper::Option {
        quote!(::core::option::Option::Some(#conversion))
    } else {
        conversion
    };
    let is = |name: &'static str| move |attribute: &&Attribute| attribute.path().is_ident(name);
    let attributes = &param.source.attrs;
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

/// Allows generated code to use deprecated fields: the warning belongs to the caller.
pub(crate) fn allow_deprecated(endpoint: &Endpoint<'_>) -> Option<TokenStream> {
    let fields = endpoint.params.iter().flat_map(|param| &param.source.attrs);
    let mut attributes = endpoint.input.attrs.iter().chain(fields);
    attributes
        .any(|attribute| attribute.path().is_ident("deprecated"))
        .then(|| quote!(#[allow(deprecated)]))
}
