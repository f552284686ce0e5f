//! The client's half: `impl Endpoint`, `new`, setters, `Default`.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::{
    ast::{Decode, Endpoint, Field, Place},
    attr::MaxBytes,
    shape::Wrapper,
    template::{Piece, Template},
};

mod bounds;
pub(crate) mod construct;
pub(crate) mod pages;
pub(crate) mod server;

/// Writes everything that a valid endpoint gets.
pub(crate) fn endpoint(endpoint: &Endpoint<'_>) -> TokenStream {
    let implementation = implementation(endpoint);
    let constructors = construct::constructors(endpoint);
    let list = endpoint.pages.is_some().then(|| pages::list_endpoint(endpoint));
    quote!(#implementation #constructors #list)
}

fn implementation(endpoint: &Endpoint<'_>) -> TokenStream {
    let private = endpoint.private();
    let ident = &endpoint.input.ident;
    let response = &endpoint.response;
    let generics = bounds::client(endpoint);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let allow = construct::allow_deprecated(endpoint);
    let metadata = metadata(endpoint);
    let path = path(endpoint);
    let fields = endpoint.beside_path().map(encode_field);
    let object = endpoint
        .fields
        .iter()
        .any(|field| field.place == Place::Member)
        .then(|| quote!(request.object();));
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
                #object
                #(#fields)*
                ::core::result::Result::Ok(())
            }

            #[inline]
            fn decode(
                response: #private::http::Response<#private::Bytes>,
            ) -> ::core::result::Result<Self::Response, #private::Error> {
                #decode
            }
        }
    }
}

fn metadata(endpoint: &Endpoint<'_>) -> TokenStream {
    let private = endpoint.private();
    let Endpoint { operation, method, errors, .. } = endpoint;
    let path = endpoint.path.as_ref().map(|path| &path.literal);
    let errors = (!errors.is_empty()).then(|| quote!(.errors(&[#(#errors),*])));
    let public = endpoint.public.then(|| quote!(.auth(#private::Auth::Public)));
    let idempotent = endpoint.idempotent.is_some().then(|| quote!(.idempotent()));
    let deprecated = endpoint.is_deprecated().then(|| quote!(.deprecated()));
    let fields = endpoint.fields.iter().map(|field| field_metadata(field, &private));
    let fields = (!endpoint.fields.is_empty()).then(|| quote!(.fields(&[#(#fields),*])));
    quote! {
        #private::Metadata::new(#operation, #private::http::Method::#method, #path)
            #errors #public #idempotent #deprecated #fields
    }
}

fn field_metadata(field: &Field<'_>, private: &TokenStream) -> TokenStream {
    let wire = &field.wire;
    let place = match field.place {
        Place::Path => quote!(Path),
        Place::Query { .. } => quote!(Query),
        Place::Header => quote!(Header),
        Place::Member => quote!(Member),
        Place::Body | Place::Raw { .. } => quote!(Body),
        Place::Part { .. } => quote!(Part),
    };
    let optional = (!field.is_required()).then(|| quote!(.optional()));
    let nullable = (field.shape.wrapper == Wrapper::Patch).then(|| quote!(.nullable()));
    let repeats = field.shape.repeated && !field.place.is_whole_body();
    let repeated = repeats.then(|| quote!(.repeated()));
    quote! {
        #private::FieldMetadata::new(#wire, #private::FieldPlace::#place)
            #optional #nullable #repeated
    }
}

fn path(endpoint: &Endpoint<'_>) -> TokenStream {
    let pieces = endpoint.path.iter().flat_map(|path: &Template| &path.pieces);
    pieces
        .map(|piece| match piece {
            Piece::Fixed(text) => quote!(request.literal(#text);),
            Piece::Placeholder(name) => endpoint
                .fields
                .iter()
                .find(|field| field.place == Place::Path && field.wire.value() == *name)
                .map(|field| {
                    let value = access(field);
                    quote!(request.segment(#name, #value)?;)
                })
                .unwrap_or_default(),
        })
        .collect()
}

fn encode_field(field: &Field<'_>) -> TokenStream {
    let wire = &field.wire;
    let whole = access(field);
    match &field.place {
        // The path is written from its template.
        Place::Path => TokenStream::new(),
        Place::Query { comma: false } => quote!(request.query(#wire, #whole)?;),
        Place::Query { comma: true } => quote!(request.query_joined(#wire, #whole)?;),
        Place::Header => quote!(request.header(#wire, #whole)?;),
        Place::Part { file: false } => quote!(request.text_part(#wire, #whole)?;),
        Place::Member if field.shape.wrapper == Wrapper::Patch => {
            quote!(request.patch(#wire, #whole)?;)
        }
        Place::Member => present(field, |value| quote!(request.member(#wire, #value)?;)),
        Place::Body => present(field, |value| quote!(request.body(#value)?;)),
        Place::Raw { media_type } => {
            let media_type = media_type.as_deref().unwrap_or("application/octet-stream");
            present(field, |value| quote!(request.raw(#media_type, #value)?;))
        }
        Place::Part { file: true } => present(field, |value| {
            let part = |value| match &field.max_bytes {
                None => quote!(request.part(#wire, #value)?;),
                Some(MaxBytes { bytes, .. }) => {
                    quote!(request.part_within(#wire, #value, #bytes)?;)
                }
            };
            if field.shape.item.is_some() {
                let each = part(quote!(part));
                quote!(for part in #value { #each })
            } else {
                part(value)
            }
        }),
    }
}

/// Does something with the value where there is one.
fn present(field: &Field<'_>, with: impl FnOnce(TokenStream) -> TokenStream) -> TokenStream {
    let whole = access(field);
    if field.shape.wrapper == Wrapper::Option {
        let then = with(located(quote!(value), field.shape.value));
        quote!(if let ::core::option::Option::Some(value) = #whole { #then })
    } else {
        with(whole)
    }
}

/// `&self.field`, with what the compiler has to say of it said at the field's type.
fn access(field: &Field<'_>) -> TokenStream {
    let ident = field.ident;
    located(quote!(&self.#ident), &field.source.ty)
}

/// The same code, located where `place` is written.
pub(crate) fn located(code: TokenStream, place: &impl ToTokens) -> TokenStream {
    let mut spans = place.to_token_stream().into_iter().map(|token| token.span());
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
