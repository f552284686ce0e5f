//! Keys are not shown in snapshots, errors, and logs.

mod errors;
#[cfg(any(feature = "hyper", feature = "isahc", feature = "reqwest"))]
mod logs;
mod quoted;
mod records;

/// Parts of the keys in the tests that do not have Clerk's format.
const MARKS: [&str; 2] = ["s3cr3t", "ak_machine"];

/// Returns the lines of `text` that show a key. `sk_test_x` is a placeholder.
fn lines_with_keys(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| {
        MARKS.iter().any(|mark| line.contains(mark))
            || ["sk_test_", "sk_live_"].into_iter().any(|prefix| {
                line.split(prefix).skip(1).any(|rest| {
                    rest.chars().take_while(char::is_ascii_alphanumeric).nth(1).is_some()
                })
            })
    })
}

#[test]
fn keys_are_found() {
    let shown = [
        "Bearer sk_test_planted",
        "a=1&key=sk_live_4Gk",
        "sk_test_x sk_test_of_the_fake",
        "set-cookie: s3cr3t",
        "\"ak_machine\"",
    ];
    let text = format!("{}\nsk_test_x\nsk_live_[redacted]\nsk_test_…", shown.join("\n"));
    assert_eq!(lines_with_keys(&text).collect::<Vec<_>>(), shown);
}
