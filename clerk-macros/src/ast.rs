//! An endpoint, resolved from its attributes and defaults.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{
    Data, DeriveInput, Fields, Generics, Ident, LitInt, LitStr, Path, Type, ext::IdentExt as _,
    parse_quote,
};

use crate::{
    attr::{self, MaxBytes, PlaceName},
    errors::{Errors, list},
    shape::{Accept, Shape, Wrapper},
    template::Template,
};

/// The methods that an endpoint may have. The first three have no body.
const METHODS: &[&str] = &["GET", "HEAD", "DELETE", "POST", "PUT", "PATCH"];
const BODILESS: &[&str] = &["GET", "HEAD", "DELETE"];

/// An endpoint. Where an attribute is wrong, a default stands in for it and an error is noted.
pub(crate) struct Endpoint<'a> {
    pub(crate) input: &'a DeriveInput,
    /// The path of the crate that generated code refers to.
    pub(crate) root: Path,
    /// Absent only where an error has been noted.
    pub(crate) method: Option<Ident>,
    /// Absent only where an error has been noted.
    pub(crate) path: Option<Template>,
    pub(crate) response: Type,
    pub(crate) errors: Vec<LitInt>,
    pub(crate) decode: Decode,
    pub(crate) public: bool,
    /// The word `idempotent`.
    pub(crate) idempotent: Option<Ident>,
    pub(crate) operation: LitStr,
    /// Says that the list is read page by page, and how.
    pub(crate) pages: Option<Ident>,
    pub(crate) fields: Vec<Field<'a>>,
}

/// How an answer is read.
pub(crate) enum Decode {
    /// One of the functions of `clerk_core::decode`.
    BuiltIn(Ident),
    /// A function of the user's own.
    Function(Path),
}

/// A parameter.
pub(crate) struct Field<'a> {
    pub(crate) source: &'a syn::Field,
    pub(crate) ident: &'a Ident,
    pub(crate) shape: Shape<'a>,
    pub(crate) place: Place,
    /// The key that chose the place, where it was not left to the default.
    pub(crate) key: Option<Ident>,
    /// The name on the wire, at the token that it comes from. A whole body has none.
    pub(crate) wire: LitStr,
    pub(crate) rename: Option<LitStr>,
    pub(crate) max_bytes: Option<MaxBytes>,
}

/// Where a parameter goes.
#[derive(PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query {
        comma: bool,
    },
    Header,
    Member,
    /// The whole body, as JSON.
    Body,
    /// The whole body, as it is.
    Raw {
        media_type: Option<String>,
    },
    /// A part of a multipart body: a file, or a text.
    Part {
        file: bool,
    },
}

impl Place {
    /// Whether the parameter alone is the body.
    pub(crate) fn is_whole_body(&self) -> bool {
        matches!(self, Self::Body | Self::Raw { .. })
    }

    pub(crate) fn is_in_body(&self) -> bool {
        self.is_whole_body() || matches!(self, Self::Member | Self::Part { .. })
    }
}

impl<'a> Endpoint<'a> {
    /// Resolves everything that can be told from one attribute. Gives nothing where the input
    /// is no struct with named fields, which is noted as an error too.
    pub(crate) fn resolve(
        input: &'a DeriveInput,
        default_root: Path,
        errors: &mut Errors,
    ) -> Option<Self> {
        let fields = struct_fields(input, errors)?;
        let container = attr::Container::read(&input.attrs, errors);
        if !container.is_broken {
            report_missing(&container, input, errors);
        }

        let method = container.method.filter(|method| {
            let known = METHODS.iter().any(|name| method == name);
            if !known {
                errors.at(
                    method,
                    format!("unknown method `{method}`: the methods here are {}", list(METHODS)),
                );
            }
            known
        });
        let path = container.path.and_then(|path| Template::parse(path, errors));
        let decode = Decode::resolve(container.decode, container.response.as_ref(), errors);
        let root = container.root.unwrap_or(default_root);
        let mut endpoint = Self {
            input,
            response: container.response.unwrap_or_else(|| decode.default_response(&root)),
            root,
            method,
            path,
            errors: container.errors.unwrap_or_default(),
            decode,
            public: container.public.is_some(),
            idempotent: container.idempotent,
            operation: container.operation.unwrap_or_else(|| {
                LitStr::new(&input.ident.unraw().to_string(), input.ident.span())
            }),
            pages: container.pages,
            fields: Vec::new(),
        };
        endpoint.fields = fields
            .iter()
            .filter_map(|field| Some((field, field.ident.as_ref()?)))
            .map(|(field, ident)| endpoint.field(field, ident, errors))
            .collect();
        Some(endpoint)
    }

    fn field(&self, source: &'a syn::Field, ident: &'a Ident, errors: &mut Errors) -> Field<'a> {
        let attr::Field { place, comma, rename, max_bytes } =
            attr::Field::read(&source.attrs, errors);
        let shape = Shape::of(&source.ty);
        let own_name = || LitStr::new(&ident.unraw().to_string(), ident.span());
        let mut wire = rename.clone().unwrap_or_else(own_name);
        let (key, place) = match place {
            Some(attr::PlaceKey { key, place }) => {
                let place = match place {
                    PlaceName::Path => Place::Path,
                    PlaceName::Query => Place::Query { comma: comma.is_some() },
                    PlaceName::Header(name) => {
                        wire = LitStr::new(&name.value().to_ascii_lowercase(), name.span());
                        Place::Header
                    }
                    PlaceName::Member => Place::Member,
                    PlaceName::Body => Place::Body,
                    PlaceName::Raw(media_type) => {
                        Place::Raw { media_type: media_type.map(|literal| literal.value()) }
                    }
                    PlaceName::Part => Place::Part { file: shape.is_part() },
                };
                (Some(key), place)
            }
            None if comma.is_some() => (comma, Place::Query { comma: true }),
            None => (None, self.default_place(&wire.value())),
        };
        if place.is_whole_body() {
            wire = LitStr::new("", ident.span());
        }
        Field { source, ident, shape, place, key, wire, rename, max_bytes }
    }

    fn default_place(&self, wire: &str) -> Place {
        let in_path = self.path.iter().flat_map(Template::placeholders).any(|name| name == wire);
        if in_path {
            Place::Path
        } else if self.method.as_ref().is_some_and(is_bodiless) {
            Place::Query { comma: false }
        } else {
            Place::Member
        }
    }

    /// The module that holds what generated code refers to.
    pub(crate) fn private(&self) -> TokenStream {
        let root = &self.root;
        quote!(#root::__private)
    }

    /// Whether the struct carries `#[deprecated]`.
    pub(crate) fn is_deprecated(&self) -> bool {
        self.input.attrs.iter().any(|attribute| attribute.path().is_ident("deprecated"))
    }

    pub(crate) fn generics(&self) -> &'a Generics {
        &self.input.generics
    }

    /// The fields that are no part of the path, in the order in which they are declared.
    pub(crate) fn beside_path(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().filter(|field| field.place != Place::Path)
    }
}

/// Whether requests of this method have no body.
pub(crate) fn is_bodiless(method: &Ident) -> bool {
    BODILESS.iter().any(|name| method == name)
}

impl Decode {
    fn resolve(decode: Option<Path>, response: Option<&Type>, errors: &mut Errors) -> Self {
        let Some(path) = decode else {
            let name = if response.is_none_or(is_unit) { "empty" } else { "json" };
            return Self::BuiltIn(Ident::new(name, Span::call_site()));
        };
        let built_in = path
            .get_ident()
            .filter(|ident| ["json", "empty", "bytes", "text"].iter().any(|name| *ident == name));
        match built_in {
            Some(ident) => {
                if ident == "json" && response.is_none() {
                    errors.at(ident, "`decode = json` reads a value: add `response = Type`");
                }
                Self::BuiltIn(ident.clone())
            }
            None => Self::Function(path),
        }
    }

    fn default_response(&self, root: &Path) -> Type {
        match self {
            Self::BuiltIn(name) if name == "bytes" => parse_quote!(#root::__private::Bytes),
            Self::BuiltIn(name) if name == "text" => parse_quote!(::std::string::String),
            _ => parse_quote!(()),
        }
    }
}

impl Field<'_> {
    /// The token that put the parameter where it goes.
    pub(crate) fn at(&self) -> &Ident {
        self.key.as_ref().unwrap_or(self.ident)
    }

    /// Whether a request without it is incomplete.
    pub(crate) fn is_required(&self) -> bool {
        self.shape.wrapper == Wrapper::None && !(self.shape.item.is_some() && self.sends_each())
    }

    /// Whether a list is sent as its values, so that an empty one sends nothing.
    pub(crate) fn sends_each(&self) -> bool {
        matches!(self.place, Place::Query { .. } | Place::Header | Place::Part { .. })
    }

    /// How `new` and the setters take the value, under `name`.
    pub(crate) fn accept(&self, generics: &Generics, name: &Ident) -> Accept {
        let Shape { wrapper, value, item, .. } = self.shape;
        match (wrapper, item) {
            (Wrapper::Patch, _) => Accept::converted(&self.source.ty, generics, name),
            (_, Some(item)) if !matches!(self.place, Place::Raw { .. }) => {
                Accept::items(item, generics, name)
            }
            _ => Accept::converted(value, generics, name),
        }
    }
}

fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

fn struct_fields<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Option<&'a Fields> {
    const HOW: &str = "an endpoint is a struct with named fields, one for each parameter";
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Unnamed(fields) => errors.at(fields, HOW),
            Fields::Named(_) | Fields::Unit => return Some(&data.fields),
        },
        Data::Enum(data) => errors.at(data.enum_token, HOW),
        Data::Union(data) => errors.at(data.union_token, HOW),
    }
    None
}

fn report_missing(container: &attr::Container, input: &DeriveInput, errors: &mut Errors) {
    let mut missing = Vec::new();
    if container.method.is_none() {
        missing.push("method = GET");
    }
    if container.path.is_none() {
        missing.push("path = \"/…\"");
    }
    match &container.attribute {
        _ if missing.is_empty() => {}
        Some(attribute) => {
            errors.at(attribute, format!("missing {}: add it here", list(&missing)));
        }
        None => errors.at(
            &input.ident,
            "an endpoint says what it calls: add `#[endpoint(method = GET, path = \"/…\")]`",
        ),
    }
}
