//! Path templates: `/users/{user_id}/metadata`.

use syn::LitStr;

use crate::errors::Errors;

/// A path template, split into pieces.
pub(crate) struct Template {
    pub(crate) literal: LitStr,
    pub(crate) pieces: Vec<Piece>,
}

pub(crate) enum Piece {
    /// Text that is sent unchanged.
    Fixed(String),
    /// A segment with one placeholder: `{id}`, or `{id}.json` with fixed text around it.
    Segment(Segment),
    /// A placeholder for several segments: `{path..}`.
    Segments(String),
}

pub(crate) struct Segment {
    pub(crate) prefix: String,
    /// The param's name on the wire.
    pub(crate) name: String,
    pub(crate) suffix: String,
}

impl Template {
    pub(crate) fn parse(literal: LitStr, errors: &mut Errors) -> Option<Self> {
        match pieces(&literal.value()) {
            Ok(pieces) => Some(Self { literal, pieces }),
            Err(problem) => {
                errors.at(&literal, problem);
                None
            }
        }
    }

    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(Piece::name)
    }
}

impl Piece {
    /// The name on the wire of the param that fills the piece.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Fixed(_) => None,
            Self::Segment(Segment { name, .. }) | Self::Segments(name) => Some(name),
        }
    }
}

fn pieces(path: &str) -> Result<Vec<Piece>, String> {
    let Some(below) = path.strip_prefix('/') else {
        return Err(format!("a path begins with `/`: write \"/{path}\""));
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut fixed = String::from("/");
    let mut segments = below.split('/').peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        if segment.is_empty() && !is_last {
            return Err("empty path segment: write one `/` instead of two".to_owned());
        }
        match placeholder(segment)? {
            Some(piece) => {
                check_repeated(&pieces, &piece)?;
                pieces.push(Piece::Fixed(std::mem::take(&mut fixed)));
                pieces.push(piece);
            }
            None => {
                check_dots(segment)?;
                check_characters(segment)?;
                fixed.push_str(segment);
            }
        }
        if !is_last {
            fixed.push('/');
        }
    }
    if !fixed.is_empty() {
        pieces.push(Piece::Fixed(fixed));
    }
    Ok(pieces)
}

fn placeholder(segment: &str) -> Result<Option<Piece>, String> {
    let Some(brace) = segment.find(['{', '}']) else { return Ok(None) };
    let (prefix, rest) = segment.split_at(brace);
    let Some(rest) = rest.strip_prefix('{') else {
        return Err(format!("missing `{{` in `{segment}`: add it"));
    };
    let Some((name, suffix)) = rest.split_once('}').filter(|(name, _)| !name.contains('{')) else {
        return Err(format!("missing `}}` in `{segment}`: add it"));
    };
    if suffix.contains('{') {
        return Err(format!(
            "two placeholders in the segment `{segment}`: use one, or put a `/` between them"
        ));
    }
    if suffix.contains('}') {
        return Err(format!("missing `{{` in `{segment}`: add it"));
    }
    let several = name.strip_suffix("..");
    if several.unwrap_or(name).is_empty() {
        return Err(format!("empty placeholder `{{{name}}}`: write the name of a field in it"));
    }
    if let Some(plain) = name.strip_prefix("r#") {
        return Err(format!(
            "the placeholder of a field `{name}` has no `r#`: write `{{{plain}}}`"
        ));
    }
    check_characters(prefix)?;
    check_characters(suffix)?;
    match several {
        Some(name) if prefix.is_empty() && suffix.is_empty() => {
            Ok(Some(Piece::Segments(name.to_owned())))
        }
        Some(_) => Err(format!(
            "`{{{name}}}` has text beside it: put it between two `/`, or remove the `..`"
        )),
        None => Ok(Some(Piece::Segment(Segment {
            prefix: prefix.to_owned(),
            name: name.to_owned(),
            suffix: suffix.to_owned(),
        }))),
    }
}

/// Refuses a second placeholder with the same name, and a second one for several segments: an
/// incoming path could be split between those two in more than one way.
fn check_repeated(pieces: &[Piece], piece: &Piece) -> Result<(), String> {
    let is_several = |piece: &&Piece| matches!(piece, Piece::Segments(_));
    let name = piece.name().unwrap_or_default();
    if pieces.iter().any(|other| other.name() == Some(name)) {
        return Err(format!("duplicate placeholder `{{{name}}}`: rename one"));
    }
    match pieces.iter().find(is_several).and_then(Piece::name) {
        Some(first) if is_several(&piece) => Err(format!(
            "`{{{first}..}}` already takes several segments: remove the `..` from `{{{name}..}}`"
        )),
        _ => Ok(()),
    }
}

fn check_dots(segment: &str) -> Result<(), String> {
    if matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..") {
        return Err(format!("the segment `{segment}` addresses another resource: remove it"));
    }
    Ok(())
}

/// Whether two hexadecimal digits follow each percent sign.
fn is_percent_encoded(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        after.get(..2).is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
    })
}

/// Refuses characters that cannot be sent unchanged in a path segment.
fn check_characters(text: &str) -> Result<(), String> {
    // RFC 3986 §3.3, `pchar`.
    let invalid =
        text.chars().find(|&c| !c.is_ascii_alphanumeric() && !"-._~!$&'()*+,;=:@%".contains(c));
    match invalid {
        None if !is_percent_encoded(text) => {
            Err(format!("invalid percent-encoding in `{text}`: write `%25` for a percent sign"))
        }
        None => Ok(()),
        Some('?') => Err("a path has no query: add a field for each query param".to_owned()),
        Some('#') => Err("a path has no fragment: remove it".to_owned()),
        Some(c) => {
            Err(format!("invalid character `{}` in a path: percent-encode it", c.escape_debug()))
        }
    }
}
