use clerk_sdk::auth::PublishableKey;

/// Checks that an accepted key names a host, and that the host makes the same key.
///
/// The input is a key.
pub fn publishable_key(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match PublishableKey::parse(text) {
        Ok(key) => {
            let url = format!("https://{}/v1", key.frontend_api());
            assert!(url.is_ascii() && !key.frontend_api().contains(['/', '@', '?', '#', '$']));
            let again = PublishableKey::of(key.frontend_api(), key.is_development()).unwrap();
            assert_eq!(again.frontend_api(), key.frontend_api());
            assert_eq!(again.is_development(), key.is_development());
            assert_eq!(key.cookie_suffix().len(), 8);
            assert_eq!(key.as_str(), text);
        }
        Err(error) => {
            let error = error.to_string();
            assert!(!error.chars().any(char::is_control) && error.len() < 200, "{error}");
        }
    }
}
