use clerk_sdk::{
    Endpoint,
    api::actor_tokens::RevokeActorToken,
    codec::{BaseUrl, RequestEncoder},
    http::Uri,
};
use url::{Host, Url};

/// Checks that an accepted base URL means the same to every HTTP client: requests go to its host
/// and below its path, and only requests to this machine are unencrypted.
///
/// The input is a URL.
pub fn base_url(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (checked, insecure) = (BaseUrl::new(text), BaseUrl::insecure(text));
    match &insecure {
        Ok(base) => check(base),
        Err(error) => {
            assert!(checked.is_err());
            assert!(!error.to_string().contains(char::is_control));
        }
    }
    if let Ok(base) = checked {
        assert_eq!(insecure.unwrap(), base);
        if let Some(url) = parse(&base.to_string()) {
            assert!(url.scheme() == "https" || is_loopback(&url), "{url} is unencrypted");
        }
    }
}

fn check(base: &BaseUrl) {
    let text = base.to_string();
    assert_eq!(&BaseUrl::insecure(&text).unwrap(), base, "{text}");

    let Some(url) = parse(&text) else { return };
    assert_eq!((url.username(), url.password()), ("", None), "{text}");
    assert_eq!((url.query(), url.fragment()), (None, None), "{text}");

    let uri: Uri = text.parse().unwrap();
    if let Some(Host::Domain(name)) = url.host() {
        assert!(uri.host().unwrap().eq_ignore_ascii_case(name), "{text} is read as {url}");
    }
    let prefix = url.path().trim_end_matches('/');
    assert_eq!(prefix, uri.path().trim_end_matches('/'), "{text} is read as {url}");

    let below = parse(&target(base)).unwrap();
    assert_eq!(below.origin(), url.origin());
    assert_eq!(below.path(), format!("{prefix}/actor_tokens/act_1/revoke"));
}

/// Returns the URI of a request below `base`.
fn target(base: &BaseUrl) -> String {
    let mut encoder = RequestEncoder::new(base, RevokeActorToken::METADATA);
    RevokeActorToken::new("act_1").encode(&mut encoder).unwrap();
    encoder.finish().unwrap().uri().to_string()
}

/// Parses a URL by the WHATWG URL Standard, which many HTTP clients follow. If it fails, for
/// example because IDNA forbids the host, such a client sends nothing.
fn parse(url: &str) -> Option<Url> {
    Url::parse(url).ok()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
