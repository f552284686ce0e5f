//! The root certificates that are trusted without a setting.

use std::sync::{Arc, OnceLock};

use rustls::{RootCertStore, client::danger::ServerCertVerifier, crypto::CryptoProvider};

use crate::verifier;

/// One place to look for the root of a server's certificate.
pub(crate) type Source = fn(&Arc<CryptoProvider>) -> Option<Arc<dyn ServerCertVerifier>>;

/// The places, in the order of their cost. The next is used if the ones before lead to no trust.
pub(crate) const SOURCES: &[Source] = &[
    #[cfg(feature = "webpki-roots")]
    mozilla,
    #[cfg(not(any(windows, target_vendor = "apple", target_os = "android")))]
    system::bundle,
    system::everything,
];

pub(crate) use system::has_any as system_has_any;

/// The certificates are in the program, already parsed.
#[cfg(feature = "webpki-roots")]
fn mozilla(provider: &Arc<CryptoProvider>) -> Option<Arc<dyn ServerCertVerifier>> {
    static ROOTS: OnceLock<Arc<RootCertStore>> = OnceLock::new();
    let roots = ROOTS
        .get_or_init(|| Arc::new(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }));
    verifier::of_roots(roots.clone(), provider)
}

/// Certificates are files.
#[cfg(not(any(windows, target_vendor = "apple", target_os = "android")))]
mod system {
    use std::path::PathBuf;

    use rustls_native_certs::CertificateResult;

    use super::*;

    static BUNDLE: OnceLock<Arc<RootCertStore>> = OnceLock::new();
    static EVERYTHING: OnceLock<Arc<RootCertStore>> = OnceLock::new();

    /// The file with all certificates, which most systems have. Reading the directories too takes
    /// four times as long, and finds the same certificates unless an administrator has added some
    /// only there.
    pub(super) fn bundle(provider: &Arc<CryptoProvider>) -> Option<Arc<dyn ServerCertVerifier>> {
        verifier::of_roots(read_bundle().clone(), provider)
    }

    /// The file and the directories.
    pub(super) fn everything(
        provider: &Arc<CryptoProvider>,
    ) -> Option<Arc<dyn ServerCertVerifier>> {
        verifier::of_roots(read_everything().clone(), provider)
    }

    pub(crate) fn has_any() -> bool {
        !read_bundle().is_empty() || !read_everything().is_empty()
    }

    fn read_bundle() -> &'static Arc<RootCertStore> {
        BUNDLE.get_or_init(|| {
            // As rustls-native-certs does it: only the paths in the environment count, if any.
            let [file, directories] = ["SSL_CERT_FILE", "SSL_CERT_DIR"].map(std::env::var_os);
            let file = match directories {
                None if file.is_none() => openssl_probe::probe().cert_file,
                _ => file.map(PathBuf::from),
            };
            store(rustls_native_certs::load_certs_from_paths(file.as_deref(), None))
        })
    }

    fn read_everything() -> &'static Arc<RootCertStore> {
        EVERYTHING.get_or_init(|| store(rustls_native_certs::load_native_certs()))
    }

    /// A certificate that cannot be read is left out: the others may still lead to trust.
    fn store(read: CertificateResult) -> Arc<RootCertStore> {
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(read.certs);
        Arc::new(store)
    }
}

/// The operating system verifies certificates itself.
#[cfg(any(windows, target_vendor = "apple", target_os = "android"))]
mod system {
    use rustls_platform_verifier::Verifier;

    use super::*;

    pub(super) fn everything(
        provider: &Arc<CryptoProvider>,
    ) -> Option<Arc<dyn ServerCertVerifier>> {
        Verifier::new(provider.clone()).ok().map(|verifier| Arc::new(verifier) as Arc<_>)
    }

    pub(crate) fn has_any() -> bool {
        true
    }
}
