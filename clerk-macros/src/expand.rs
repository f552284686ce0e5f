//! The code of a valid endpoint: `impl Endpoint`, `new`, setters, `Default`.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::{
    ast::{Decode, Endpoint, Location, Param},
    attr::MaxBytes,
    shape::Wrapper,
    template::{Piece, Segment, Template},
};

mod bounds;
pub(crate) mod construct;
pub(crate) mod incoming;
mod metadata;
pub(crate) mod pages;

/// Writes all code of a valid endpoint.
pub(crate) fn endpoint(endpoint: &Endpoint<'_>) -> TokenStream {
    let implementation = implementation(endpoint);
    let constructors = construct::constructors(endpoint);
    let list = endpoint.pages.is_some().then(|| pages::list_endpoint(endpoint));
    let incoming = endpoint
        .incoming
        .is_some()
        .then(|| incoming::gated(endpoint, &incoming::implementation(endpoint)));
    quote!(#implementation #constructors #list #incoming)
}

fn implementation(endpoint: &Endpoint<'_>) -> TokenStream {
    let private = endpoint.private();
    let ident = &endpoint.input.ident;
    let response = &endpoint.response;
    let generics = bounds::outgoing(endpoint);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let allow = construct::allowed(endpoint);
    let metadata = metadata::metadata(endpoint);
    let path = path(endpoint);
    let body = body(endpoint);
    let params = endpoint.beside_path().map(encode_param);
    let decode = match &endpoint.decode {
        Decode::BuiltIn(name) => {
            located(quote!(#private::decode::#name(Self::METADATA, response)), response)
        }
        Decode::Function(path) => quote!(#path(Self::METADATA, response)),
    };
    quote! {
        #allow
        #[automatically_derived]
        impl #impl_generics #private::Endpoint for #ident #ty_generics #where_clause {
            type Response = #response;
            const METADATA: &'static #private::Metadata = &#metadata;

            fn encode(
                &self,
                request: &mut #private::RequestEncoder,
            ) -> ::core::result::Result<(), #private::EncodeError> {
                #path
                #body
                #(#params)*
                ::core::result::Result::Ok(())
            }

            #[inline]
            fn decode(
                response: #private::http::Response<#private::Bytes>,
            ) -> ::core::result::Result<Self::Response, #private::DecodeError> {
                #decode
            }
        }
    }
}

fn path(endpoint: &Endpoint<'_>) -> TokenStream {
    let pieces = endpoint.path.iter().flat_map(|path: &Template| &path.pieces);
    pieces.map(|piece| encode_piece(endpoint, piece)).collect()
}

fn encode_piece(endpoint: &Endpoint<'_>, piece: &Piece) -> TokenStream {
    let param = endpoint.params.iter().find(|param| {
        param.location == Location::Path && piece.name() == Some(&param.wire.value())
    });
    let value = param.map(access);
    match piece {
        Piece::Fixed(text) => quote!(request.literal(#text);),
        Piece::Segment(Segment { prefix, name, suffix }) => {
            if prefix.is_empty() && suffix.is_empty() {
                quote!(request.segment(#name, #value)?;)
            } else {
                quote!(request.partial_segment(#name, #prefix, #value, #suffix)?;)
            }
        }
        Piece::Segments(name) => quote!(request.segments(#name, #value)?;),
    }
}

/// Starts the body, which is sent even if no member has a value.
fn body(endpoint: &Endpoint<'_>) -> Option<TokenStream> {
    let has = |location| endpoint.params.iter().any(|param| param.location == location);
    if has(Location::Member) {
        Some(quote!(request.object();))
    } else if has(Location::Form) {
        Some(quote!(request.form();))
    } else {
        None
    }
}

fn encode_param(param: &Param<'_>) -> TokenStream {
    let wire = &param.wire;
    let whole = access(param);
    match &param.location {
        // The path is written from its template.
        Location::Path => TokenStream::new(),
        Location::Query { comma: false } => quote!(request.query(#wire, #whole)?;),
        Location::Query { comma: true } => quote!(request.query_joined(#wire, #whole)?;),
        Location::Header => quote!(request.header(#wire, #whole)?;),
        Location::Form => quote!(request.form_field(#wire, #whole)?;),
        Location::Part { file: false } => quote!(request.text_part(#wire, #whole)?;),
        Location::Member if param.shape.wrapper == Wrapper::Patch => {
            quote!(request.patch(#wire, #whole)?;)
        }
        Location::Member if param.nullable.is_some() => quote!(request.member(#wire, #whole)?;),
        Location::Member => present(param, |value| quote!(request.member(#wire, #value)?;)),
        Location::Body => present(param, |value| quote!(request.body(#value)?;)),
        Location::Raw { media_type } => {
            let media_type = metadata::raw_type(media_type.as_deref());
            present(param, |value| quote!(request.raw(#media_type, #value)?;))
        }
        Location::Part { file: true } => present(param, |value| {
            let part = |value| match &param.max_bytes {
                None => quote!(request.part(#wire, #value)?;),
                Some(MaxBytes { bytes, .. }) => {
                    quote!(request.part_within(#wire, #value, #bytes)?;)
                }
            };
            if param.shape.item.is_some() {
                let each = part(quote!(part));
                quote!(for part in #value { #each })
            } else {
                part(value)
            }
        }),
    }
}

/// Runs the code only if there is a value.
fn present(param: &Param<'_>, with: impl FnOnce(TokenStream) -> TokenStream) -> TokenStream {
    let whole = access(param);
    if param.shape.wrapper == Wrapper::Option {
        let then = with(located(quote!(value), param.shape.value));
        quote!(if let ::core::option::Option::Some(value) = #whole { #then })
    } else {
        with(whole)
    }
}

/// `&self.field`, located at the field's type, so that compiler errors point there.
fn access(param: &Param<'_>) -> TokenStream {
    let ident = param.ident;
    located(quote!(&self.#ident), &param.source.ty)
}

/// The same code with the location of `at`.
pub(crate) fn located(code: TokenStream, at: &impl ToTokens) -> TokenStream {
    let mut spans = at.to_token_stream().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    let last = spans.last().unwrap_or(first);
    relocate(code, Span::call_site().located_at(first), Span::call_site().located_at(last))
}

fn relocate(code: TokenStream, first: Span, last: Span) -> TokenStream {
    let mut code: Vec<_> = code
        .into_iter()
        .map(|mut token| {
            if let TokenTree::Group(group) = &token {
                token = Group::new(group.delimiter(), relocate(group.stream(), first, last)).into();
            }
            token.set_span(first);
            token
        })
        .collect();
    if let Some(token) = code.last_mut() {
        token.set_span(last);
    }
    code.into_iter().collect()
}
