//! The parts of a multipart body.

use std::{borrow::Cow, fmt, fs, io, path::Path};

use bytes::Bytes;
use http::HeaderValue;

/// A part of a multipart body: a file or a text.
///
/// ```
/// use clerk_core::Part;
///
/// let logo = Part::file("logo.png", &b"\x89PNG"[..]).content_type("image/png");
/// let title = Part::text("Our logo");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    bytes: Bytes,
    file_name: Option<Cow<'static, str>>,
    content_type: Option<Cow<'static, str>>,
}

impl Part {
    /// Creates a file from its name and its content. Default content type:
    /// `application/octet-stream`.
    pub fn file(name: impl Into<Cow<'static, str>>, bytes: impl Into<Bytes>) -> Self {
        Self {
            bytes: bytes.into(),
            file_name: Some(name.into()),
            content_type: Some("application/octet-stream".into()),
        }
    }

    /// Reads a file from disk, and keeps its name. The extension of an image determines its content
    /// type; any other file is `application/octet-stream`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let bytes = fs::read(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self::file(name, bytes).content_type(image_type(path)))
    }

    /// Creates a text, as an HTML form sends it.
    pub fn text(text: impl Into<String>) -> Self {
        Self { bytes: text.into().into(), file_name: None, content_type: None }
    }

    /// Creates a part from a request.
    #[cfg(feature = "testing")]
    pub(crate) fn received(
        bytes: Bytes,
        file_name: Option<String>,
        content_type: Option<String>,
    ) -> Self {
        Self {
            bytes,
            file_name: file_name.map(Cow::Owned),
            content_type: content_type.map(Cow::Owned),
        }
    }

    /// Sets the media type, such as `image/png`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<Cow<'static, str>>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Returns the content.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Returns the file name, if there is one.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Returns the media type, if there is one.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Refuses a part that would break the framing of the body.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        match self.media_type() {
            Some(content_type) if HeaderValue::from_str(content_type).is_err() => {
                Err("has a content type with a character that a header cannot carry")
            }
            _ => Ok(()),
        }
    }
}

/// Returns the content type for the extension of a file.
fn image_type(path: &Path) -> &'static str {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    match extension.to_str() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("svg") => "image/svg+xml",
        Some("ico") => "image/vnd.microsoft.icon",
        Some("bmp") => "image/bmp",
        Some("avif") => "image/avif",
        _ => "application/octet-stream",
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

/// Shows only the length of the content.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("bytes", &format_args!("<{} bytes>", self.bytes.len()))
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_type_cannot_break_the_framing() {
        let part = Part::file("a", "x").content_type("image/png\r\nX: y");
        assert!(part.check().is_err());
    }

    #[test]
    fn a_file_from_disk_keeps_its_name() {
        let path = std::env::temp_dir().join(format!("clerk-part-{}.PNG", std::process::id()));
        fs::write(&path, b"\x89PNG").unwrap();
        let part = Part::from_path(&path);
        fs::remove_file(&path).unwrap();

        let part = part.unwrap();
        assert_eq!(part.file_name(), path.file_name().unwrap().to_str());
        assert_eq!(part.media_type(), Some("image/png"));
        assert_eq!(&**part.bytes(), b"\x89PNG");
        assert_eq!(Part::from_path(&path).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn the_extension_of_an_image_selects_its_content_type() {
        let types: Vec<_> = ["a.jpg", "a.JPEG", "a.b.gif", "dir.png/a.webp", "a.svg", "a.ico"]
            .iter()
            .chain(&["a.bmp", "a.avif", "a.tar", "png", ".png"])
            .map(|path| format!("{path:14} {}", image_type(Path::new(path))))
            .collect();
        insta::assert_snapshot!(types.join("\n"));
    }

    #[test]
    fn debug_shows_no_content() {
        assert!(!format!("{:?}", Part::text("s3cr3t")).contains("s3cr3t"));
    }
}
