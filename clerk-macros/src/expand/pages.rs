//! `impl ListEndpoint` of a paginated list.

use proc_macro2::TokenStream;
use quote::quote;

use super::{bounds, construct, located};
use crate::ast::Endpoint;

/// Writes `impl ListEndpoint` over the fields `limit`, `offset`, and `paginated`.
pub(crate) fn list_endpoint(endpoint: &Endpoint<'_>) -> TokenStream {
    let start = endpoint.params.iter().any(|param| param.ident == "paginated").then(|| {
        quote! {
            fn start(&mut self) {
                self.paginated = ::core::option::Option::Some(true);
            }
        }
    });
    let private = endpoint.private();
    let advance = quote! {
        fn advance(&mut self, page: &#private::PageResponse<'_, Self::Response>) -> #private::Next {
            let limit = ::core::option::Option::map(self.limit, ::core::convert::From::from);
            page.advance_offset(&mut self.offset, limit)
        }
    };
    let advance = located(advance, &endpoint.response);
    implementation(endpoint, &quote!(#start #advance))
}

/// Writes a stand-in for an endpoint with a mistake in it.
pub(crate) fn stand_in(endpoint: &Endpoint<'_>) -> TokenStream {
    let private = endpoint.private();
    implementation(
        endpoint,
        &quote! {
            fn advance(
                &mut self,
                _: &#private::PageResponse<'_, Self::Response>,
            ) -> #private::Next {
                ::core::unimplemented!()
            }
        },
    )
}

fn implementation(endpoint: &Endpoint<'_>, functions: &TokenStream) -> TokenStream {
    let private = endpoint.private();
    let ident = &endpoint.input.ident;
    let generics = bounds::outgoing(endpoint);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let allow = construct::allowed(endpoint);
    // If the response is not a page, the compiler error points at its type.
    let list_endpoint = located(quote!(#private::ListEndpoint), &endpoint.response);
    quote! {
        #allow
        #[automatically_derived]
        impl #impl_generics #list_endpoint for #ident #ty_generics #where_clause {
            #functions
        }
    }
}
