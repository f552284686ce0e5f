//! An endpoint, resolved from its attributes and defaults.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{
    Data, DeriveInput, Fields, Generics, Ident, LitInt, LitStr, Path, Type, ext::IdentExt as _,
    parse_quote,
};

use crate::{
    attr::{self, ConstantHeader, LocationName, MaxBytes},
    errors::{Errors, all_of, one_of},
    shape::{Accept, Shape, Wrapper},
    template::Template,
};

const METHODS: &[&str] = &["GET", "HEAD", "DELETE", "POST", "PUT", "PATCH"];
const BODILESS: &[&str] = &["GET", "HEAD", "DELETE"];

/// An endpoint. An invalid attribute is reported and replaced by a default.
pub(crate) struct Endpoint<'a> {
    pub(crate) input: &'a DeriveInput,
    /// The path of the crate that generated code refers to.
    pub(crate) root: Path,
    /// `None` only if an error was reported.
    pub(crate) method: Option<Ident>,
    /// `None` only if an error was reported.
    pub(crate) path: Option<Template>,
    pub(crate) response: Type,
    pub(crate) decode: Decode,
    pub(crate) success: Vec<LitInt>,
    pub(crate) errors: Vec<LitInt>,
    pub(crate) body: BodyFormat,
    /// The key `body`.
    pub(crate) body_key: Option<Ident>,
    pub(crate) allow_body: Option<Ident>,
    /// The names are in lowercase.
    pub(crate) headers: Vec<ConstantHeader>,
    pub(crate) public: bool,
    pub(crate) idempotent: Option<Ident>,
    pub(crate) operation: LitStr,
    /// The pagination, if the endpoint is a list.
    pub(crate) pages: Option<Ident>,
    pub(crate) incoming: Option<Ident>,
    pub(crate) params: Vec<Param<'a>>,
}

/// How a response is read.
pub(crate) enum Decode {
    /// One of the functions of `clerk_core::codec::decode`.
    BuiltIn(Ident),
    /// A custom function.
    Function(Path),
}

/// How the members of a body are encoded.
pub(crate) enum BodyFormat {
    Json { media_type: Option<LitStr> },
    Form,
}

/// A field of the struct, which is a param of the operation.
pub(crate) struct Param<'a> {
    pub(crate) source: &'a syn::Field,
    pub(crate) ident: &'a Ident,
    pub(crate) shape: Shape<'a>,
    pub(crate) location: Location,
    /// The key that set the location. `None` for the default location.
    pub(crate) key: Option<Ident>,
    /// The name on the wire, with its source span. Empty for a whole body.
    pub(crate) wire: LitStr,
    pub(crate) rename: Option<LitStr>,
    pub(crate) max_bytes: Option<MaxBytes>,
    /// Set if `None` is sent as `null`.
    pub(crate) nullable: Option<Ident>,
}

/// The part of the request that carries a param.
#[derive(PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query {
        comma: bool,
    },
    Header,
    /// A member of a JSON body.
    Member,
    /// A field of a form body.
    Form,
    /// The whole body, as JSON.
    Body,
    /// The whole body, unchanged.
    Raw {
        media_type: Option<String>,
    },
    /// A part of a multipart body: a file or a text.
    Part {
        file: bool,
    },
}

impl Location {
    /// Whether the param alone is the body.
    pub(crate) fn is_whole_body(&self) -> bool {
        matches!(self, Self::Body | Self::Raw { .. })
    }

    /// Whether the param is one of several in a JSON or form body.
    pub(crate) fn is_member(&self) -> bool {
        matches!(self, Self::Member | Self::Form)
    }

    pub(crate) fn is_in_body(&self) -> bool {
        self.is_whole_body() || self.is_member() || matches!(self, Self::Part { .. })
    }
}

impl<'a> Endpoint<'a> {
    /// Resolves what each attribute determines by itself. Reports an error and returns `None` if
    /// the input is not a struct with named fields.
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
                errors.at(method, format!("unknown method `{method}`: use {}", one_of(METHODS)));
            }
            known
        });
        let path = container.path.and_then(|path| Template::parse(path, errors));
        let decode = Decode::resolve(container.decode, container.response.as_ref(), errors);
        let (body_key, format) = container.body.map(|body| (body.key, body.format)).unzip();
        let body = BodyFormat::resolve(format, errors);
        let headers = container.headers.into_iter().map(lowercase).collect();
        let root = container.root.unwrap_or(default_root);
        let mut endpoint = Self {
            input,
            response: container.response.unwrap_or_else(|| decode.default_response(&root)),
            root,
            method,
            path,
            decode,
            success: container.success.unwrap_or_default(),
            errors: container.errors.unwrap_or_default(),
            body,
            body_key,
            allow_body: container.allow_body,
            headers,
            public: container.public.is_some(),
            idempotent: container.idempotent,
            operation: container.operation.unwrap_or_else(|| name(&input.ident)),
            pages: container.pages,
            incoming: container.incoming,
            params: Vec::new(),
        };
        endpoint.params = fields
            .iter()
            .filter_map(|field| Some((field, field.ident.as_ref()?)))
            .map(|(field, ident)| endpoint.param(field, ident, errors))
            .collect();
        Some(endpoint)
    }

    fn param(&self, source: &'a syn::Field, ident: &'a Ident, errors: &mut Errors) -> Param<'a> {
        let attr::Field { location, comma, rename, max_bytes, nullable } =
            attr::Field::read(&source.attrs, errors);
        let shape = Shape::of(&source.ty);
        let mut wire = rename.clone().unwrap_or_else(|| name(ident));
        let (key, location) = match location {
            Some(attr::LocationKey { key, name }) => {
                let location = match name {
                    LocationName::Path => Location::Path,
                    LocationName::Query => Location::Query { comma: comma.is_some() },
                    LocationName::Header(name) => {
                        wire = LitStr::new(&name.value().to_ascii_lowercase(), name.span());
                        Location::Header
                    }
                    LocationName::Member => self.member(),
                    LocationName::Body => Location::Body,
                    LocationName::Raw(media_type) => {
                        Location::Raw { media_type: media_type.map(|literal| literal.value()) }
                    }
                    LocationName::Part => Location::Part { file: shape.is_part() },
                };
                (Some(key), location)
            }
            None if comma.is_some() => (comma, Location::Query { comma: true }),
            None => (None, self.default_location(&wire.value())),
        };
        if location.is_whole_body() {
            wire = LitStr::new("", ident.span());
        }
        Param { source, ident, shape, location, key, wire, rename, max_bytes, nullable }
    }

    fn default_location(&self, wire: &str) -> Location {
        let in_path = self.path.iter().flat_map(Template::placeholders).any(|name| name == wire);
        if in_path {
            Location::Path
        } else if self.method.as_ref().is_some_and(is_bodiless) {
            Location::Query { comma: false }
        } else {
            self.member()
        }
    }

    fn member(&self) -> Location {
        match self.body {
            BodyFormat::Json { .. } => Location::Member,
            BodyFormat::Form => Location::Form,
        }
    }

    /// The module that holds the items that generated code refers to.
    pub(crate) fn private(&self) -> TokenStream {
        let root = &self.root;
        quote!(#root::__private)
    }

    /// The struct's name.
    pub(crate) fn name(&self) -> LitStr {
        name(&self.input.ident)
    }

    /// Whether the struct has the attribute `#[deprecated]`.
    pub(crate) fn is_deprecated(&self) -> bool {
        self.input.attrs.iter().any(|attribute| attribute.path().is_ident("deprecated"))
    }

    pub(crate) fn generics(&self) -> &'a Generics {
        &self.input.generics
    }

    /// The params outside the path, in declaration order.
    pub(crate) fn beside_path(&self) -> impl Iterator<Item = &Param<'a>> {
        self.params.iter().filter(|param| param.location != Location::Path)
    }
}

/// Whether a body is unusual for requests of this method.
pub(crate) fn is_bodiless(method: &Ident) -> bool {
    BODILESS.iter().any(|name| method == name)
}

fn name(ident: &Ident) -> LitStr {
    LitStr::new(&ident.unraw().to_string(), ident.span())
}

fn lowercase(ConstantHeader { name, value }: ConstantHeader) -> ConstantHeader {
    ConstantHeader { name: LitStr::new(&name.value().to_ascii_lowercase(), name.span()), value }
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
                    errors.at(ident, "`decode = json` needs a type: add `response = Type`");
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

impl BodyFormat {
    fn resolve(format: Option<attr::BodyFormat>, errors: &mut Errors) -> Self {
        match format {
            Some(attr::BodyFormat::Named(name)) if name == "form" => return Self::Form,
            Some(attr::BodyFormat::Named(name)) if name != "json" => errors.at(
                &name,
                format!(
                    "unknown body format `{name}`: use `json`, `form` or a media type that ends \
                     in `json`"
                ),
            ),
            Some(attr::BodyFormat::MediaType(literal)) => {
                let text = literal.value();
                if is_json_type(&text) {
                    return Self::Json { media_type: Some(literal) };
                }
                errors.at(
                    &literal,
                    format!(
                        "\"{text}\" is not a JSON media type: use one that ends in `json`, or \
                         send one field as `raw = \"{text}\"`"
                    ),
                );
            }
            _ => {}
        }
        Self::Json { media_type: None }
    }
}

/// Whether the text is a media type without parameters that ends in `json`.
fn is_json_type(text: &str) -> bool {
    text.split_once('/').is_some_and(|(kind, subtype)| {
        let is_token = |text: &str| !text.is_empty() && text.bytes().all(attr::is_token);
        is_token(kind) && is_token(subtype) && subtype.ends_with("json")
    })
}

impl Param<'_> {
    /// The token that set the location.
    pub(crate) fn at(&self) -> &Ident {
        self.key.as_ref().unwrap_or(self.ident)
    }

    /// Whether every request must have it.
    pub(crate) fn is_required(&self) -> bool {
        match self.shape.wrapper {
            Wrapper::None => !(self.shape.item.is_some() && self.sends_each()),
            Wrapper::Option => self.nullable.is_some(),
            Wrapper::Patch => false,
        }
    }

    /// Whether a list is sent as its values, so that an empty one sends nothing.
    pub(crate) fn sends_each(&self) -> bool {
        matches!(
            self.location,
            Location::Query { .. } | Location::Header | Location::Form | Location::Part { .. }
        )
    }

    /// How `new` and the setters take the value, under `name`.
    pub(crate) fn accept(&self, generics: &Generics, name: &Ident) -> Accept {
        let Shape { wrapper, value, item, .. } = self.shape;
        match (wrapper, item) {
            _ if self.nullable.is_some() => Accept::converted(&self.source.ty, generics, name),
            (Wrapper::Patch, _) => Accept::converted(&self.source.ty, generics, name),
            (_, Some(item)) if !matches!(self.location, Location::Raw { .. }) => {
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
    const HOW: &str = "not an endpoint: write a struct with one named field for each param";
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
            errors.at(attribute, format!("missing {}: add it here", all_of(&missing)));
        }
        None => errors
            .at(&input.ident, "missing attribute: add `#[endpoint(method = GET, path = \"/…\")]`"),
    }
}
