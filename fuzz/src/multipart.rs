use clerk_sdk::{
    BaseUrl, Bytes, EncodeError, Metadata, Part, RequestEncoder,
    http::{HeaderValue, Method, Request},
    server::multipart::decode,
};

const METADATA: &Metadata = &Metadata::new("Upload", Method::POST, "/uploads");

/// Whatever the parts are, they come back as they were: neither name nor type nor content breaks
/// the framing.
///
/// Each part is four texts with the byte 0xFF between them, which no UTF-8 has: its name, its file
/// name and its content type, which are absent where they are empty, and its content.
pub fn multipart(data: &[u8]) {
    let texts: Vec<_> = data.split(|byte| *byte == 0xff).collect();
    let parts: Vec<_> = texts.chunks(4).filter_map(Input::read).collect();
    if parts.is_empty() {
        return;
    }
    match encode(&parts) {
        Ok(request) => {
            let received: Vec<_> = parts.iter().map(Input::received).collect();
            assert_eq!(decode(&request).unwrap(), received);
        }
        Err(error) => assert!(parts.iter().any(|part| !part.can_be_sent()), "{error}"),
    }
}

fn encode(parts: &[Input<'_>]) -> Result<Request<Bytes>, EncodeError> {
    let mut encoder = RequestEncoder::new(&BaseUrl::new("https://example.com").unwrap(), METADATA);
    encoder.literal(METADATA.path);
    for part in parts {
        // The encoder takes the names of declarations, which live as long as the program.
        encoder.part(part.name.clone().leak(), &part.sent())?;
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

    fn sent(&self) -> Part {
        self.part(|name| name.to_owned(), |content_type| content_type)
    }

    /// What the server gets: a header has no white space around it, and what looks like an escape
    /// in a name is one.
    fn received(&self) -> (String, Part) {
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

    fn can_be_sent(&self) -> bool {
        self.content_type.as_deref().is_none_or(|text| HeaderValue::from_str(text).is_ok())
    }
}

fn unescape(name: &str) -> String {
    name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}
