//! Path templates: `/users/{user_id}/metadata`.

use syn::LitStr;

use crate::errors::Errors;

/// A path template, taken apart.
pub(crate) struct Template {
    pub(crate) literal: LitStr,
    pub(crate) pieces: Vec<Piece>,
}

pub(crate) enum Piece {
    /// Text that goes into the path as it is.
    Fixed(String),
    /// The wire name of the field that fills a whole segment.
    Placeholder(String),
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
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder(name) => Some(name.as_str()),
            Piece::Fixed(_) => None,
        })
    }
}

fn pieces(path: &str) -> Result<Vec<Piece>, String> {
    let Some(below) = path.strip_prefix('/') else {
        return Err(format!("a path begins with `/`: write \"/{path}\""));
    };
    let mut pieces = Vec::new();
    let mut fixed = String::from("/");
    let mut segments = below.split('/').peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        if segment.is_empty() && !is_last {
            return Err("a path has no empty segment: write one `/` instead of two".to_owned());
        }
        match placeholder(segment)? {
            Some(name) => {
                if pieces
                    .iter()
                    .any(|piece| matches!(piece, Piece::Placeholder(other) if other == name))
                {
                    return Err(format!(
                        "the placeholder `{{{name}}}` stands twice: give each its own field"
                    ));
                }
                pieces.push(Piece::Fixed(std::mem::take(&mut fixed)));
                pieces.push(Piece::Placeholder(name.to_owned()));
            }
            None => {
                check_fixed(segment)?;
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

fn placeholder(segment: &str) -> Result<Option<&str>, String> {
    if !segment.contains(['{', '}']) {
        return Ok(None);
    }
    let inner = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    match inner {
        Some("") => Err("the placeholder `{}` is empty: name the field that goes there".to_owned()),
        Some(name) if !name.contains(['{', '}']) => Ok(Some(name)),
        _ if segment.matches('{').count() > segment.matches('}').count() => {
            Err(format!("the placeholder in `{segment}` is not closed: add a `}}`"))
        }
        _ if segment.matches('{').count() < segment.matches('}').count() => {
            Err(format!("the placeholder in `{segment}` is not opened: add a `{{`"))
        }
        _ => Err(format!(
            "the placeholder in `{segment}` is not a whole segment: put a `/` on both sides of it, \
             or make the whole segment one field"
        )),
    }
}

/// Refuses what would make another path, or none, of a segment that is sent as it is.
fn check_fixed(segment: &str) -> Result<(), String> {
    if matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..") {
        return Err(format!(
            "the segment `{segment}` would address another resource: write the path without it"
        ));
    }
    // RFC 3986 §3.3, `pchar`.
    let foreign =
        segment.chars().find(|&c| !c.is_ascii_alphanumeric() && !"-._~!$&'()*+,;=:@%".contains(c));
    match foreign {
        None => Ok(()),
        Some('?') => Err("a path has no query: make each parameter a field".to_owned()),
        Some('#') => {
            Err("a path has no fragment, since none is ever sent: leave it out".to_owned())
        }
        Some(c) => Err(format!("a path cannot hold `{}`: percent-encode it", c.escape_debug())),
    }
}
