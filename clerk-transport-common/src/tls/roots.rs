//! The root certificates that are trusted by default.

use std::sync::Arc;

use rustls::{
    RootCertStore,
    client::{WebPkiServerVerifier, danger::ServerCertVerifier},
    crypto::CryptoProvider,
};

/// A verifier for some roots. `None` trusts no server.
pub(crate) type Trust = Option<Arc<dyn ServerCertVerifier>>;

/// One source of root certificates.
pub(crate) type Source = fn(&Arc<CryptoProvider>) -> Trust;

/// The sources, cheapest first. Each is used only if the ones before it do not trust the server.
pub(crate) const SOURCES: &[Source] = &[
    #[cfg(feature = "webpki-roots")]
    mozilla::all,
    #[cfg(not(any(windows, target_vendor = "apple", target_os = "android")))]
    system::bundle,
    system::everything,
];

pub(crate) use system::has_any as system_has_any;

/// Creates a verifier for `roots`.
pub(crate) fn of_roots(roots: Arc<RootCertStore>, provider: &Arc<CryptoProvider>) -> Trust {
    // It fails if there are no roots.
    Some(WebPkiServerVerifier::builder_with_provider(roots, provider.clone()).build().ok()?)
}

/// The certificates are compiled into the program, already parsed.
#[cfg(feature = "webpki-roots")]
mod mozilla {
    use std::sync::OnceLock;

    use super::{Arc, CryptoProvider, RootCertStore, Trust, of_roots};

    pub(super) fn all(provider: &Arc<CryptoProvider>) -> Trust {
        static ROOTS: OnceLock<Arc<RootCertStore>> = OnceLock::new();
        let read = || Arc::new(webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect());
        of_roots(ROOTS.get_or_init(read).clone(), provider)
    }
}

/// Certificates are files.
#[cfg(not(any(windows, target_vendor = "apple", target_os = "android")))]
mod system {
    use std::{fs, path::PathBuf, sync::OnceLock};

    use super::{Arc, CryptoProvider, RootCertStore, Trust, of_roots};
    use base64::{Engine, engine::general_purpose::STANDARD};

    static BUNDLE: OnceLock<Arc<RootCertStore>> = OnceLock::new();
    static EVERYTHING: OnceLock<Arc<RootCertStore>> = OnceLock::new();

    /// Reads the file with all certificates, which most systems have. Reading everything takes 14
    /// times as many instructions (19 M). It finds the same certificates unless an administrator
    /// has added some only to a directory.
    pub(super) fn bundle(provider: &Arc<CryptoProvider>) -> Trust {
        of_roots(read_bundle().clone(), provider)
    }

    /// Reads the file and the directories.
    pub(super) fn everything(provider: &Arc<CryptoProvider>) -> Trust {
        of_roots(read_everything().clone(), provider)
    }

    pub(crate) fn has_any() -> bool {
        !read_bundle().is_empty() || !read_everything().is_empty()
    }

    fn read_bundle() -> &'static Arc<RootCertStore> {
        BUNDLE.get_or_init(|| {
            // Like rustls-native-certs: if the environment has paths, only those count.
            let [file, directories] = ["SSL_CERT_FILE", "SSL_CERT_DIR"].map(std::env::var_os);
            let file = match directories {
                None if file.is_none() => openssl_probe::probe().cert_file,
                _ => file.map(PathBuf::from),
            };
            let pem = file.and_then(|file| fs::read(file).ok()).unwrap_or_default();
            // A lossy conversion would take as long as everything else.
            let pem = String::from_utf8(pem)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            Arc::new(parse(&pem))
        })
    }

    fn read_everything() -> &'static Arc<RootCertStore> {
        EVERYTHING.get_or_init(|| {
            let mut store = RootCertStore::empty();
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            Arc::new(store)
        })
    }

    /// Returns the certificates in `pem`. It skips text that it cannot parse, which is left to
    /// [`read_everything`].
    fn parse(pem: &str) -> RootCertStore {
        let mut store = RootCertStore::empty();
        // The lines since the last `BEGIN`.
        let mut base64 = None;
        for line in pem.lines() {
            match (line.trim_ascii(), &mut base64) {
                ("-----BEGIN CERTIFICATE-----", _) => base64 = Some(String::with_capacity(2 << 10)),
                ("-----END CERTIFICATE-----", block) => {
                    let der = block.take().and_then(|base64| STANDARD.decode(base64).ok());
                    // Skip invalid certificates.
                    let _ = der.map(|der| store.add(der.into()));
                }
                (line, Some(base64)) => base64.push_str(line),
                _ => {}
            }
        }
        store
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_quick_reader_finds_what_the_library_finds() {
            let own = rcgen::generate_simple_self_signed(["a.example".to_owned()]).unwrap();
            let pem = own.cert.pem();
            for text in [
                pem.clone(),
                format!("# A comment\r\n{}", pem.replace('\n', "\r\n")),
                format!("{pem}-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n{pem}"),
            ] {
                let store = parse(&text);
                assert_eq!(store.len(), text.matches("END").count().clamp(1, 2), "{text}");
                let mut expected = RootCertStore::empty();
                expected.add(own.cert.der().clone()).unwrap();
                assert_eq!(store.roots.first(), expected.roots.first());
            }
            assert!(parse("nonsense").is_empty());
        }
    }
}

/// The operating system verifies certificates itself.
#[cfg(any(windows, target_vendor = "apple", target_os = "android"))]
mod system {
    use rustls_platform_verifier::Verifier;

    use super::{Arc, CryptoProvider, Trust};

    pub(super) fn everything(provider: &Arc<CryptoProvider>) -> Trust {
        Some(Arc::new(Verifier::new(provider.clone()).ok()?))
    }

    pub(crate) fn has_any() -> bool {
        true
    }
}
