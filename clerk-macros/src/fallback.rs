//! Stand-ins for what could not be written, so that one mistake is one error.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{DeriveInput, Path};

use crate::{
    ast::Endpoint,
    expand::{construct, pages},
};

/// The impls of an endpoint with a mistake in it.
pub(crate) fn endpoint(endpoint: &Endpoint<'_>) -> TokenStream {
    let constructors = construct::constructors(endpoint);
    let response = endpoint.response.to_token_stream();
    let implementation = implementation(endpoint.input, &endpoint.root, &response);
    let list = endpoint.pages.is_some().then(|| pages::stand_in(endpoint));
    quote!(#implementation #constructors #list)
}

/// The impl of an endpoint that is no struct at all.
pub(crate) fn no_struct(input: &DeriveInput, root: &Path) -> TokenStream {
    implementation(input, root, &quote!(()))
}

fn implementation(input: &DeriveInput, root: &Path, response: &TokenStream) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #root::__private::Endpoint for #ident #ty_generics #where_clause {
            type Response = #response;
            const METADATA: &'static #root::__private::Metadata =
                &#root::__private::Metadata::new("", #root::__private::http::Method::GET, "/");

            fn encode(
                &self,
                _: &mut #root::__private::RequestEncoder,
            ) -> ::core::result::Result<(), #root::__private::EncodeError> {
                ::core::unimplemented!()
            }

            fn decode(
                _: #root::__private::http::Response<#root::__private::Bytes>,
            ) -> ::core::result::Result<Self::Response, #root::__private::Error> {
                ::core::unimplemented!()
            }
        }
    }
}

/// The server half of an endpoint with a mistake in it.
pub(crate) fn server(input: &DeriveInput, root: &Path) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #root::__private::server::ServerHalf for #ident #ty_generics #where_clause {
            fn decode_request(
                _: &mut #root::__private::server::RequestDecoder<'_>,
            ) -> ::core::result::Result<Self, #root::__private::server::RequestError> {
                ::core::unimplemented!()
            }

            fn encode_response(
                _: &Self::Response,
            ) -> ::core::result::Result<
                #root::__private::http::Response<#root::__private::Bytes>,
                #root::__private::server::RequestError,
            > {
                ::core::unimplemented!()
            }
        }
    }
}
