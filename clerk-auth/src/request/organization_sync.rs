//! Paths that select the active organization.

use std::borrow::Cow;

use clerk_core::error::ConfigError;

use crate::verify::Organization;

/// Paths that select the active organization, or the personal account.
///
/// If a document is requested whose path selects another organization than the session's, the
/// browser goes through a handshake that activates the selected one.
///
/// A pattern is a path with placeholders that each match one segment: `:id` is the ID of an
/// organization, `:slug` its slug, and another name, such as `:any`, means nothing. `(.*)` at the end
/// matches the rest of the path. Letter case and one trailing slash make no difference.
///
/// ```
/// use clerk_auth::OrganizationSync;
///
/// let sync = OrganizationSync::new()
///     .organization(["/orgs/:slug", "/orgs/:slug/(.*)"])
///     .personal_account(["/me", "/me/(.*)"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct OrganizationSync {
    organization: Vec<Cow<'static, str>>,
    personal_account: Vec<Cow<'static, str>>,
}

/// The patterns of an [`OrganizationSync`], ready to match.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns {
    organization: Vec<Pattern>,
    personal_account: Vec<Pattern>,
}

#[derive(Clone, Debug)]
struct Pattern {
    segments: Vec<Segment>,
    /// The text before `(.*)` in the last segment.
    rest: Option<String>,
}

#[derive(Clone, Debug)]
enum Segment {
    Text(String),
    Id,
    Slug,
    Any,
}

/// The account that a path selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Selected<'p> {
    Id(&'p str),
    Slug(&'p str),
    Personal,
}

impl Selected<'_> {
    /// Returns whether the selected account is the active one.
    pub(crate) fn is_active(&self, active: Option<&Organization>) -> bool {
        match self {
            Self::Id(id) => active.is_some_and(|active| active.id.as_str() == *id),
            Self::Slug(slug) => active.is_some_and(|active| active.slug.as_deref() == Some(slug)),
            Self::Personal => active.is_none(),
        }
    }

    /// Returns the value of the param `organization_id` of the handshake.
    pub(crate) fn organization_id(&self) -> &str {
        match self {
            Self::Id(text) | Self::Slug(text) => text,
            Self::Personal => "",
        }
    }
}

impl OrganizationSync {
    /// Creates an empty list of patterns.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds patterns of paths that select an organization. They go before those of the personal
    /// account.
    #[must_use]
    pub fn organization<P: Into<Cow<'static, str>>>(
        mut self,
        patterns: impl IntoIterator<Item = P>,
    ) -> Self {
        self.organization.extend(patterns.into_iter().map(Into::into));
        self
    }

    /// Adds patterns of paths that select the personal account, so that no organization is active.
    #[must_use]
    pub fn personal_account<P: Into<Cow<'static, str>>>(
        mut self,
        patterns: impl IntoIterator<Item = P>,
    ) -> Self {
        self.personal_account.extend(patterns.into_iter().map(Into::into));
        self
    }

    pub(crate) fn compile(&self) -> Result<Patterns, ConfigError> {
        let compile = |patterns: &[Cow<'static, str>]| {
            patterns.iter().map(|pattern| Pattern::read(pattern)).collect::<Result<_, _>>()
        };
        Ok(Patterns {
            organization: compile(&self.organization)?,
            personal_account: compile(&self.personal_account)?,
        })
    }
}

impl Patterns {
    pub(crate) fn is_empty(&self) -> bool {
        self.organization.is_empty() && self.personal_account.is_empty()
    }

    /// Returns the account that a path selects. The first pattern that matches decides.
    pub(crate) fn select<'p>(&self, path: &'p str) -> Option<Selected<'p>> {
        let organization = self.organization.iter().find_map(|pattern| pattern.matches(path));
        organization.flatten().or_else(|| {
            let personal = self.personal_account.iter().any(|p| p.matches(path).is_some());
            personal.then_some(Selected::Personal)
        })
    }
}

impl Pattern {
    fn read(pattern: &str) -> Result<Self, ConfigError> {
        let invalid = |problem: &str| {
            ConfigError::new("organization sync", format!("has the pattern `{pattern}` {problem}"))
        };
        let Some(path) = pattern.strip_prefix('/') else {
            return Err(invalid("that does not begin with a slash"));
        };
        let mut parts: Vec<_> = path.strip_suffix('/').unwrap_or(path).split('/').collect();
        let rest = parts.last().and_then(|last| last.strip_suffix("(.*)")).map(str::to_owned);
        if rest.is_some() {
            parts.pop();
        }
        let segments: Vec<_> = parts.into_iter().map(Segment::read).collect();
        let odd = |text: &str| text.contains(['(', ')', '*', '{', '}', ':', '?', '+']);
        let odd_segment = |segment: &Segment| matches!(segment, Segment::Text(text) if odd(text));
        if segments.iter().any(odd_segment) || rest.as_deref().is_some_and(odd) {
            return Err(invalid("that has more than placeholders and a `(.*)` at the end"));
        }
        Ok(Self { segments, rest })
    }

    /// Returns `None` if the path does not match, and the selected organization if it does.
    fn matches<'p>(&self, path: &'p str) -> Option<Option<Selected<'p>>> {
        let mut left = path.strip_prefix('/')?;
        let mut selected = None;
        let mut first = true;
        for segment in &self.segments {
            if !first {
                left = left.strip_prefix('/')?;
            }
            first = false;
            let (found, after) = left.split_at(left.find('/').unwrap_or(left.len()));
            match segment {
                Segment::Text(text) if text.eq_ignore_ascii_case(found) => {}
                Segment::Text(_) => return None,
                _ if found.is_empty() => return None,
                Segment::Id => selected = Some(Selected::Id(found)),
                // An ID goes before a slug.
                Segment::Slug => {
                    selected = selected.filter(|s| matches!(s, Selected::Id(_)));
                    selected = selected.or(Some(Selected::Slug(found)));
                }
                Segment::Any => {}
            }
            left = after;
        }
        let complete = match &self.rest {
            None => left.is_empty() || left == "/",
            Some(rest) => {
                let left = if first { Some(left) } else { left.strip_prefix('/') };
                left.and_then(|left| left.get(..rest.len()))
                    .is_some_and(|start| start.eq_ignore_ascii_case(rest))
            }
        };
        complete.then_some(selected)
    }
}

impl Segment {
    fn read(text: &str) -> Self {
        let is_name = |name: &str| name.bytes().all(|b| b == b'_' || b.is_ascii_alphanumeric());
        match text.strip_prefix(':') {
            Some("id") => Self::Id,
            Some("slug") => Self::Slug,
            Some(name) if !name.is_empty() && is_name(name) => Self::Any,
            _ => Self::Text(text.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_selects_the_account_of_the_first_pattern_that_matches() {
        let patterns = OrganizationSync::new()
            .organization(["/orgs/:slug", "/orgs/:slug/(.*)", "/o/:id", "/:any/team/:id"])
            .personal_account(["/me", "/me/(.*)", "/"])
            .compile()
            .unwrap();
        for (path, selected) in [
            ("/orgs/acme", Some(Selected::Slug("acme"))),
            ("/ORGS/acme/", Some(Selected::Slug("acme"))),
            ("/orgs/acme/a/b", Some(Selected::Slug("acme"))),
            ("/o/org_1", Some(Selected::Id("org_1"))),
            ("/x/team/org_2", Some(Selected::Id("org_2"))),
            ("/me", Some(Selected::Personal)),
            ("/me/settings", Some(Selected::Personal)),
            ("/", Some(Selected::Personal)),
            ("/orgs", None),
            ("/orgs/", None),
            ("/o/org_1/x", None),
            ("/o//", None),
            ("/meal", None),
            ("/orgsx/acme", None),
            ("", None),
        ] {
            assert_eq!(patterns.select(path), selected, "{path}");
        }
    }

    #[test]
    fn the_rest_may_begin_within_a_segment() {
        let sync = OrganizationSync::new().personal_account(["/me(.*)"]).compile().unwrap();
        assert_eq!(sync.select("/meal/x"), Some(Selected::Personal));
        assert_eq!(sync.select("/m"), None);
        let all = OrganizationSync::new().personal_account(["/(.*)"]).compile().unwrap();
        assert_eq!(all.select("/"), Some(Selected::Personal));
        assert_eq!(all.select("/a/b"), Some(Selected::Personal));
    }

    #[test]
    fn an_invalid_pattern_is_refused() {
        for pattern in ["orgs/:slug", "/orgs/(.*)/x", "/:", "/:a-b", "/a*", "/{a}", ""] {
            let error = OrganizationSync::new().organization([pattern]).compile().unwrap_err();
            assert!(error.to_string().contains("pattern"), "{error}");
        }
    }
}
