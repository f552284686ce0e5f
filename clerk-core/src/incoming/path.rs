//! Path templates.

type Values<'a> = Vec<(&'static str, &'a str)>;

/// Matches `path` against a template such as `/users/{user_id}`. Returns the values of the
/// placeholders, still percent-encoded, or `None` for a path that does not match.
pub(super) fn matches<'a>(template: &'static str, path: &'a str) -> Option<Values<'a>> {
    let mut values = Vec::new();
    let Some((before, name, after)) = several(template) else {
        return fixed(template, path, &mut values).then_some(values);
    };
    // Each placeholder outside `{path..}` takes one segment, so the rest belongs to `{path..}`.
    let (start, rest) = split_after(path, before.matches('/').count())?;
    let (middle, end) = split_before(rest, after.matches('/').count())?;
    let matches = fixed(before, start, &mut values)
        && middle.split('/').all(|segment| !segment.is_empty())
        && fixed(after, end, &mut values);
    values.push((name, middle));
    matches.then_some(values)
}

/// Splits a template around its placeholder for several segments: `/a/`, `path`, `/b`.
fn several(template: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (before, after) = template.split_once("..}")?;
    let (before, name) = before.rsplit_once('{')?;
    Some((before, name, after))
}

/// Matches the segments of `path` one by one, and adds the values of the placeholders.
fn fixed<'a>(template: &'static str, path: &'a str, values: &mut Values<'a>) -> bool {
    let mut segments = path.split('/');
    template.split('/').all(|expected| {
        let Some(segment) = segments.next() else { return false };
        match placeholder(expected) {
            None => segment == expected,
            Some((prefix, name, suffix)) => {
                let value = segment.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(suffix));
                values.extend(value.map(|value| (name, value)));
                value.is_some_and(|value| !value.is_empty())
            }
        }
    }) && segments.next().is_none()
}

/// Splits a segment of a template around its placeholder: `v`, `version`, `.json`.
fn placeholder(segment: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (prefix, rest) = segment.split_once('{')?;
    let (name, suffix) = rest.split_once('}')?;
    Some((prefix, name, suffix))
}

/// Splits after the first `count` slashes.
fn split_after(path: &str, count: usize) -> Option<(&str, &str)> {
    let at = path.match_indices('/').nth(count.checked_sub(1)?)?.0;
    path.split_at_checked(at.checked_add(1)?)
}

/// Splits before the last `count` slashes.
fn split_before(path: &str, count: usize) -> Option<(&str, &str)> {
    match count.checked_sub(1) {
        None => Some((path, "")),
        Some(last) => path.split_at_checked(path.rmatch_indices('/').nth(last)?.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_take_one_segment_each() {
        let template = "/a/{x}/b/{y}";
        assert_eq!(matches(template, "/a/1/b/%2F"), Some(vec![("x", "1"), ("y", "%2F")]));
        assert_eq!(matches("/a", "/a"), Some(Vec::new()));
        for other in ["/a/1/b", "/a/1/b/", "/a/1/b/2/", "/a/1/b/2/c", "/a//b/2", "/c/1/b/2", ""] {
            assert_eq!(matches(template, other), None, "{other}");
        }
    }

    #[test]
    fn fixed_text_beside_a_placeholder_is_removed() {
        assert_eq!(matches("/{id}.json", "/a.json.json"), Some(vec![("id", "a.json")]));
        assert_eq!(matches("/{name}:cancel", "/op:cancel"), Some(vec![("name", "op")]));
        assert_eq!(matches("/v{version}/x", "/v2/x"), Some(vec![("version", "2")]));
        for other in ["/.json", "/a", "/a.xml", "/a.json/", "/a/b.json"] {
            assert_eq!(matches("/{id}.json", other), None, "{other}");
        }
    }

    #[test]
    fn placeholders_for_several_segments_take_the_rest() {
        let last = "/repos/{repo}/contents/{path..}";
        assert_eq!(
            matches(last, "/repos/r/contents/a/b%20c/d"),
            Some(vec![("repo", "r"), ("path", "a/b%20c/d")])
        );
        assert_eq!(
            matches("/{path..}/raw/{name}.txt", "/a/raw/raw/n.txt"),
            Some(vec![("name", "n"), ("path", "a/raw")])
        );
        for other in ["/repos/r/contents", "/repos/r/contents/", "/repos/r/contents/a//b", "/", ""]
        {
            assert_eq!(matches(last, other), None, "{other}");
        }
        for other in ["/raw/n.txt", "/a/n.txt", "/a/raw/n", "n.txt", ""] {
            assert_eq!(matches("/{path..}/raw/{name}.txt", other), None, "{other}");
        }
    }
}
