//! Formats errors: bounded in size, with the message first.

use std::{
    error::Error as StdError,
    fmt::{self, Write as _},
    iter,
};

use crate::redact::Secrets;

/// The most bytes of an error's `Display`.
const MAX_LINE: usize = 2 * 1024;

/// The most bytes of an error's `Debug`.
const MAX_DEBUG: usize = 8 * 1024;

/// The most bytes of one text in a line, such as a message of the server.
pub(super) const MAX_TEXT: usize = 600;

/// The most bytes of a name in a line, such as a trace ID or a media type.
pub(super) const MAX_NAME: usize = 120;

/// Returns at most `max` bytes of `text` as one line: control characters are escaped.
pub(super) fn one_line(text: &str, max: usize) -> String {
    let end = (0..=max.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    let start = text.get(..end.unwrap_or(0)).unwrap_or_default();
    let mut line = String::new();
    for c in start.chars() {
        if c.is_control() {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    if start.len() < text.len() {
        line.push('…');
    }
    line
}

/// Redacts the secrets in `text`, and returns at most `max` bytes of it as one line.
pub(super) fn redacted_line(text: &str, max: usize, secrets: &Secrets<'_>) -> String {
    one_line(&secrets.redact(text, max), max)
}

type Show<'a> = &'a dyn Fn(&mut fmt::Formatter<'_>) -> fmt::Result;

/// Writes the `Display` of an error.
pub(super) fn line(f: &mut fmt::Formatter<'_>, show: Show<'_>) -> fmt::Result {
    Bounded::write(f, MAX_LINE, format_args!("{}", Shown(show)))
}

/// Writes the `Debug` of an error: its message with all causes, and its fields on the next line. A
/// program whose `main` returns the error then prints the message first.
pub(super) fn debug(
    f: &mut fmt::Formatter<'_>,
    error: &dyn StdError,
    fields: Show<'_>,
) -> fmt::Result {
    let (report, fields) = (Report(error), Shown(fields));
    if f.alternate() {
        Bounded::write(f, MAX_DEBUG, format_args!("{report}\n{fields:#?}"))
    } else {
        Bounded::write(f, MAX_DEBUG, format_args!("{report}\n{fields:?}"))
    }
}

/// The message of an error and of all its causes, in one line.
pub(super) struct Report<'a>(pub(super) &'a dyn StdError);

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, &|f| {
            let mut last = self.0.to_string();
            f.write_str(&last)?;
            for cause in iter::successors(self.0.source(), |&cause| cause.source()) {
                // Errors of other crates may repeat their cause in their own text.
                let text = cause.to_string();
                if !last.contains(&text) {
                    write!(f, ": {text}")?;
                }
                last = text;
            }
            Ok(())
        })
    }
}

struct Shown<'a>(Show<'a>);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

/// Writes the beginning of a text.
struct Bounded<'a, 'b> {
    out: &'a mut fmt::Formatter<'b>,
    left: usize,
    is_full: bool,
}

impl Bounded<'_, '_> {
    fn write(out: &mut fmt::Formatter<'_>, max: usize, text: fmt::Arguments<'_>) -> fmt::Result {
        let mut bounded = Bounded { out, left: max - "…".len(), is_full: false };
        match bounded.write_fmt(text) {
            Err(_) if bounded.is_full => bounded.out.write_str("…"),
            result => result,
        }
    }
}

impl fmt::Write for Bounded<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if let Some(left) = self.left.checked_sub(text.len()) {
            self.left = left;
            return self.out.write_str(text);
        }
        let end = (0..=self.left).rev().find(|end| text.is_char_boundary(*end));
        self.out.write_str(text.get(..end.unwrap_or(0)).unwrap_or_default())?;
        self.is_full = true;
        // Stops formatting.
        Err(fmt::Error)
    }
}
