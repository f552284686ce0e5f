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
    let allow = allowed(endpoint);
    let nothing_required = endpoint.params.iter().all(|param| !param.is_required());
    let new = new(endpoint);
    let setters = endpoint
        .params
        .iter()
        .filter(|param| !param.is_required())
        .map(|param| setter(endpoint, param));
    let set_if_some = set_if_some(endpoint);
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
            #set_if_some
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

/// Writes `set_if_some`, which works with every setter. A value that may be missing then does not
/// break a chain of setters.
fn set_if_some(endpoint: &Endpoint<'_>) -> Option<TokenStream> {
    let optional = |param: &&Param<'_>| !param.is_required();
    let example = endpoint.params.iter().find(optional)?.ident;
    if endpoint.params.iter().any(|param| param.ident == "set_if_some") {
        return None;
    }
    let vis = &endpoint.input.vis;
    let docs = format!(
        " Calls a setter if `value` is `Some`: `.set_if_some({0}, {1}::{0})`.",
        example, endpoint.input.ident
    );
    let value_type = Ident::new("Value", Span::mixed_site());
    Some(quote! {
        #[doc = #docs]
        #[must_use]
        #vis fn set_if_some<#value_type>(
            self,
            value: ::core::option::Option<#value_type>,
            setter: impl ::core::ops::FnOnce(Self, #value_type) -> Self,
        ) -> Self {
            match value {
                ::core::option::Option::Some(value) => setter(self, value),
                ::core::option::Option::None => self,
            }
        }
    })
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

/// Allows in generated code what the struct and its fields allow, and deprecated fields, because
/// only callers should be warned about those.
pub(crate) fn allowed(endpoint: &Endpoint<'_>) -> TokenStream {
    let fields = endpoint.params.iter().flat_map(|param| &param.source.attrs);
    allows(endpoint.input.attrs.iter().chain(fields))
}

/// Writes an `allow` for each `allow` and `expect`, and one if something is deprecated.
pub(crate) fn allows<'a>(attributes: impl Iterator<Item = &'a Attribute> + Clone) -> TokenStream {
    let deprecated = attributes
        .clone()
        .any(|attribute| attribute.path().is_ident("deprecated"))
        .then(|| quote!(#[allow(deprecated)]));
    let lints = attributes.filter_map(|attribute| {
        let is = |name| attribute.path().is_ident(name);
        let list = attribute.meta.require_list().ok()?;
        let lints = &list.tokens;
        (is("allow") || is("expect")).then(|| quote!(#[allow(#lints)]))
    });
    quote!(#deprecated #(#lints)*)
}
