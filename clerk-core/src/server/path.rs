//! Path templates.

/// Matches `path` against a template such as `/users/{user_id}`, and gives the values of its
/// placeholders as they stand in the path. `None` where the path is another.
pub(super) fn matches<'a>(
    template: &'static str,
    path: &'a str,
) -> Option<Vec<(&'static str, &'a str)>> {
    let mut values = Vec::new();
    let mut segments = path.split('/');
    for expected in template.split('/') {
        let segment = segments.next()?;
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) if !segment.is_empty() => values.push((name, segment)),
            None if segment == expected => {}
            _ => return None,
        }
    }
    segments.next().is_none().then_some(values)
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
}
