//! Multipart bodies (RFC 7578).

use std::{borrow::Cow, fmt, fs, io, path::Path};

use bytes::Bytes;
use http::HeaderValue;
use memchr::memmem;

/// One part of a multipart body: a file, or a text.
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
    /// A file: its name for the server, and its content. Without a
    /// [`content_type`](Self::content_type) it goes as `application/octet-stream`.
    pub fn file(name: impl Into<Cow<'static, str>>, bytes: impl Into<Bytes>) -> Self {
        Self {
            bytes: bytes.into(),
            file_name: Some(name.into()),
            content_type: Some("application/octet-stream".into()),
        }
    }

    /// A file on disk, under its own name, read whole before this returns. Its content type follows
    /// from its extension where that is one of an image, and is `application/octet-stream`
    /// otherwise.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let bytes = fs::read(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self::file(name, bytes).content_type(image_type(path)))
    }

    /// A text, as an HTML form would send it.
    pub fn text(text: impl Into<String>) -> Self {
        Self { bytes: text.into().into(), file_name: None, content_type: None }
    }

    /// A part as a request brought it.
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

    /// The content.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The file name, where there is one.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The media type, where there is one.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Tells what is wrong with a part that would break the body's framing.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        match self.media_type() {
            Some(content_type) if HeaderValue::from_str(content_type).is_err() => {
                Err("has a content type with a character that a header cannot carry")
            }
            _ => Ok(()),
        }
    }
}

/// The content type that a file's extension stands for.
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

/// The content is shown by its length only.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("bytes", &format_args!("<{} bytes>", self.bytes.len()))
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish()
    }
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

/// The FNV-1a hash. The standard library's may change with any release, and a request must not.
fn fnv1a(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(FNV_PRIME))
}

/// A multipart body in the making.
#[derive(Debug, Default)]
pub(crate) struct Multipart {
    parts: Vec<(&'static str, Part)>,
}

impl Multipart {
    pub(crate) fn push(&mut self, name: &'static str, part: Part) {
        self.parts.push((name, part));
    }

    /// Gives the `Content-Type` and the body.
    pub(crate) fn encode(&self) -> (HeaderValue, Bytes) {
        let boundary = self.boundary();
        let mut body = Vec::with_capacity(
            self.parts.iter().map(|(_, part)| part.bytes.len() + 256).sum::<usize>() + 64,
        );
        for (name, part) in &self.parts {
            body.extend_from_slice(b"--");
            body.extend_from_slice(boundary.as_bytes());
            body.extend_from_slice(b"\r\nContent-Disposition: form-data; name=\"");
            push_quoted(&mut body, name);
            body.push(b'"');
            if let Some(file_name) = part.file_name() {
                body.extend_from_slice(b"; filename=\"");
                push_quoted(&mut body, file_name);
                body.push(b'"');
            }
            if let Some(content_type) = part.media_type() {
                body.extend_from_slice(b"\r\nContent-Type: ");
                body.extend_from_slice(content_type.as_bytes());
            }
            body.extend_from_slice(b"\r\n\r\n");
            body.extend_from_slice(&part.bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--");
        body.extend_from_slice(boundary.as_bytes());
        body.extend_from_slice(b"--\r\n");

        let content_type = format!("multipart/form-data; boundary={boundary}");
        // The boundary is made of letters and digits, so the value is always valid.
        let content_type = HeaderValue::try_from(content_type)
            .unwrap_or_else(|_| HeaderValue::from_static("multipart/form-data"));
        (content_type, body.into())
    }

    /// A boundary that no part contains. It follows from the content, so the same parts always
    /// make the same body.
    fn boundary(&self) -> String {
        let texts = self.parts.iter().flat_map(|(name, part)| {
            [name, part.file_name().unwrap_or(""), part.media_type().unwrap_or("")]
                .map(str::as_bytes)
                .into_iter()
                .chain([&*part.bytes])
        });
        self.free_boundary(texts.fold(FNV_OFFSET, fnv1a))
    }

    /// The first boundary from `seed` on that no part contains. There is one, since the parts are
    /// finite.
    fn free_boundary(&self, mut seed: u64) -> String {
        loop {
            let boundary = format!("clerk-{seed:016x}");
            let finder = memmem::Finder::new(&boundary);
            if self.parts.iter().all(|(_, part)| finder.find(&part.bytes).is_none()) {
                return boundary;
            }
            seed = seed.wrapping_add(1);
        }
    }
}

/// Escapes a name inside `Content-Disposition` as the WHATWG's form encoding does.
fn push_quoted(out: &mut Vec<u8>, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"%22"),
            b'\r' => out.extend_from_slice(b"%0D"),
            b'\n' => out.extend_from_slice(b"%0A"),
            _ => out.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn multipart(parts: &[(&'static str, Part)]) -> Multipart {
        Multipart { parts: parts.to_vec() }
    }

    #[test]
    fn a_body_reads_as_rfc_7578_has_it() {
        let (content_type, body) = multipart(&[
            ("file", Part::file("a\"\r\nb.png", "PNG").content_type("image/png")),
            ("title", Part::text("Our logo")),
        ])
        .encode();
        let body = std::str::from_utf8(&body).unwrap().replace("\r\n", "\\r\\n\n");
        insta::assert_snapshot!(format!("{}\n\n{body}", content_type.to_str().unwrap()));
    }

    #[test]
    fn a_boundary_that_a_part_contains_is_passed_over() {
        let parts = multipart(&[
            ("a", Part::text("x--clerk-0000000000000007--")),
            ("b", Part::file("b", "clerk-0000000000000008")),
        ]);
        assert_eq!(parts.free_boundary(7), "clerk-0000000000000009");
        assert_eq!(
            multipart(&[("a", Part::text("clerk-ffffffffffffffff"))]).free_boundary(u64::MAX),
            "clerk-0000000000000000"
        );
    }

    #[test]
    fn the_same_parts_make_the_same_body() {
        let parts = || multipart(&[("a", Part::text("x"))]);
        assert_eq!(parts().encode(), parts().encode());
        assert_ne!(parts().boundary(), multipart(&[("a", Part::text("y"))]).boundary());
    }

    #[test]
    fn a_content_type_cannot_break_the_framing() {
        let part = Part::file("a", "x").content_type("image/png\r\nX: y");
        assert!(part.check().is_err());
    }

    #[test]
    fn a_file_on_disk_goes_under_its_own_name() {
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
    fn an_image_is_known_by_its_extension() {
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
