//! The constant `METADATA`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    ast::{BodyFormat, Endpoint, Location, Param},
    attr::ConstantHeader,
    shape::Wrapper,
};

pub(super) fn metadata(endpoint: &Endpoint<'_>) -> TokenStream {
    let private = endpoint.private();
    let Endpoint { method, success, errors, operation, .. } = endpoint;
    let name = endpoint.name();
    let path = endpoint.path.as_ref().map(|path| &path.literal);
    let operation = (operation.value() != name.value()).then(|| quote!(.operation(#operation)));
    let success = (!success.is_empty()).then(|| quote!(.success(&[#(#success),*])));
    let errors = (!errors.is_empty()).then(|| quote!(.errors(&[#(#errors),*])));
    let public = endpoint.public.then(|| quote!(.security(#private::Security::Public)));
    let idempotent = endpoint.idempotent.is_some().then(|| quote!(.idempotent()));
    let deprecated = endpoint.is_deprecated().then(|| quote!(.deprecated()));
    let headers =
        endpoint.headers.iter().map(|ConstantHeader { name, value }| quote!((#name, #value)));
    let headers = (!endpoint.headers.is_empty()).then(|| quote!(.headers(&[#(#headers),*])));
    let media_type = media_type(endpoint).map(|media_type| quote!(.media_type(#media_type)));
    let params = endpoint.params.iter().map(|param| param_metadata(param, &private));
    let params = (!endpoint.params.is_empty()).then(|| quote!(.params(&[#(#params),*])));
    quote! {
        #private::Metadata::new(#name, #private::http::Method::#method, #path)
            #operation #success #errors #public #idempotent #deprecated
            #headers #media_type #params
    }
}

/// The media type of the body, unless it is plain JSON.
fn media_type(endpoint: &Endpoint<'_>) -> Option<String> {
    endpoint.params.iter().find_map(|param| match &param.location {
        Location::Form => Some("application/x-www-form-urlencoded".to_owned()),
        Location::Part { .. } => Some("multipart/form-data".to_owned()),
        Location::Raw { media_type } => Some(raw_type(media_type.as_deref()).to_owned()),
        Location::Member | Location::Body => match &endpoint.body {
            BodyFormat::Json { media_type } => Some(media_type.as_ref()?.value()),
            BodyFormat::Form => None,
        },
        Location::Path | Location::Query { .. } | Location::Header => None,
    })
}

/// The media type of a raw body.
pub(super) fn raw_type(written: Option<&str>) -> &str {
    written.unwrap_or("application/octet-stream")
}

fn param_metadata(param: &Param<'_>, private: &TokenStream) -> TokenStream {
    let wire = &param.wire;
    let location = match param.location {
        Location::Path => quote!(Path),
        Location::Query { .. } => quote!(Query),
        Location::Header => quote!(Header),
        Location::Member => quote!(Member),
        Location::Form => quote!(Form),
        Location::Body | Location::Raw { .. } => quote!(Body),
        Location::Part { .. } => quote!(Part),
    };
    let optional = (!param.is_required()).then(|| quote!(.optional()));
    let is_nullable = param.shape.wrapper == Wrapper::Patch || param.nullable.is_some();
    let nullable = is_nullable.then(|| quote!(.nullable()));
    let repeats = param.shape.repeated && !param.location.is_whole_body();
    let repeated = repeats.then(|| quote!(.repeated()));
    quote! {
        #private::ParamMetadata::new(#wire, #private::ParamLocation::#location)
            #optional #nullable #repeated
    }
}
