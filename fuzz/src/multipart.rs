use clerk_sdk::{
    Bytes, Part,
    codec::{BaseUrl, RequestEncoder},
    endpoint::Metadata,
    error::EncodeError,
    http::{HeaderValue, Method, Request},
    incoming::multipart::decode,
};

const METADATA: &Metadata = &Metadata::new("Upload", Method::POST, "/uploads");

/// Checks that parts are read as they were written: no name, content type, or content breaks the
/// framing.
///
/// The input is four texts for each part: its name, its file name, its content type, and its
/// content. A file name or content type is absent if it is empty. The byte 0xFF separates the
/// texts.
pub fn multipart(data: &[u8]) {
    let texts: Vec<_> = data.split(|byte| *byte == 0xff).collect();
    let parts: Vec<_> = texts.chunks(4).filter_map(Input::read).collect();
    if parts.is_empty() {
        return;
    }
    match encode(&parts) {
        Ok(request) => {
            let decoded: Vec<_> = parts.iter().map(Input::decoded).collect();
            assert_eq!(decode(&request).unwrap(), decoded);
        }
        Err(error) => assert!(parts.iter().any(|part| !part.is_valid()), "{error}"),
    }
}

fn encode(parts: &[Input<'_>]) -> Result<Request<Bytes>, EncodeError> {
    let mut encoder = RequestEncoder::new(&BaseUrl::new("https://example.com").unwrap(), METADATA);
    encoder.literal(METADATA.path);
    for part in parts {
        // The encoder takes only `&'static str` names.
        encoder.part(part.name.clone().leak(), &part.encoded())?;
    }
    encoder.finish()
}

struct Input<'a> {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    content: &'a [u8],
}

impl<'a> Input<'a> {
    fn read(texts: &[&'a [u8]]) -> Option<Self> {
        let [name, file_name, content_type, content] = *texts else { return None };
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        let optional = |bytes| Some(text(bytes)).filter(|text| !text.is_empty());
        let (file_name, content_type) = (optional(file_name), optional(content_type));
        Some(Self { name: text(name), file_name, content_type, content })
    }

    fn encoded(&self) -> Part {
        self.part(|name| name.to_owned(), |content_type| content_type)
    }

    /// Returns the part that the server reads: the content type is trimmed, and escapes in names
    /// are resolved.
    fn decoded(&self) -> (String, Part) {
        (unescape(&self.name), self.part(unescape, str::trim))
    }

    fn part(&self, name: fn(&str) -> String, content_type: fn(&str) -> &str) -> Part {
        let part = match &self.file_name {
            Some(file_name) => Part::file(name(file_name), self.content.to_vec()),
            None => Part::text(String::from_utf8_lossy(self.content)),
        };
        match &self.content_type {
            Some(text) => part.content_type(content_type(text).to_owned()),
            None => part,
        }
    }

    fn is_valid(&self) -> bool {
        self.content_type.as_deref().is_none_or(|text| HeaderValue::from_str(text).is_ok())
    }
}

fn unescape(name: &str) -> String {
    name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}
