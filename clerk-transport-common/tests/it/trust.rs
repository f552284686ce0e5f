//! Which servers are trusted, and when certificates are read.

use std::sync::Arc;

use clerk_transport_common::tls::{ClientCertificate, TlsSettings};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use rustls::{
    CertificateError, ClientConnection, ConnectionCommon, Error, ServerConfig, ServerConnection,
    SideData,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Returns settings that trust `authorities`.
fn trusting(authorities: &[&Authority]) -> TlsSettings {
    // Another test may already have installed the same provider.
    let _ = ring::default_provider().install_default();
    let mut settings = TlsSettings::default();
    settings.root_certificates = authorities.iter().map(|own| own.pem().into()).collect();
    settings
}

/// Makes a handshake with a server of `authority`, whose certificate is valid for `name` until
/// `year`.
fn handshake(
    settings: &TlsSettings,
    authority: &Authority,
    name: &str,
    year: i32,
) -> Result<(), Error> {
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    params.not_after = date_time_ymd(year, 1, 1);
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let mut server = ServerConnection::new(Arc::new(config)).unwrap();
    let config = settings.client_config().unwrap();
    let name = "server.example".try_into().unwrap();
    let mut client = ClientConnection::new(Arc::new(config), name).unwrap();
    while client.is_handshaking() || server.is_handshaking() {
        send(&mut client, &mut server)?;
        send(&mut server, &mut client)?;
    }
    Ok(())
}

fn send<A: SideData, B: SideData>(
    from: &mut ConnectionCommon<A>,
    to: &mut ConnectionCommon<B>,
) -> Result<(), Error> {
    let mut bytes = Vec::new();
    while from.wants_write() {
        from.write_tls(&mut bytes).unwrap();
    }
    let mut bytes = bytes.as_slice();
    while !bytes.is_empty() {
        to.read_tls(&mut bytes).unwrap();
        to.process_new_packets()?;
    }
    Ok(())
}

const NAME: &str = "server.example";

fn is_unknown(outcome: Result<(), Error>) -> bool {
    matches!(outcome, Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)))
}

#[test]
fn the_certificates_of_the_settings_are_trusted() {
    let [own, second, other] = ["own", "second", "other"].map(authority);
    let settings = trusting(&[&own, &second]);
    assert_eq!(handshake(&settings, &own, NAME, 2999), Ok(()));
    assert_eq!(handshake(&settings, &second, NAME, 2999), Ok(()));
    assert!(is_unknown(handshake(&settings, &other, NAME, 2999)));
}

#[test]
fn a_trusted_root_is_not_enough() {
    let own = authority("own");
    let settings = trusting(&[&own]);
    let expired = handshake(&settings, &own, NAME, 2020).unwrap_err();
    assert!(format!("{expired:?}").contains("Expired"), "{expired:?}");
    let misnamed = handshake(&settings, &own, "other.example", 2999).unwrap_err();
    assert!(format!("{misnamed:?}").contains("NotValidForName"), "{misnamed:?}");
    // This one has the root's name, but another key.
    assert!(handshake(&settings, &authority("own"), NAME, 2999).is_err());
}

#[test]
fn invalid_certificates_are_errors_that_show_no_key() {
    let own = authority("own");
    let invalid = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for pem in ["", "nonsense", invalid] {
        let mut settings = trusting(&[&own]);
        settings.root_certificates.push(pem.into());
        assert_eq!(settings.client_config().unwrap_err().setting(), "root certificate");
    }
    let key = own.key().serialize_pem();
    let cut = key.replace("-----END", "");
    let other = KeyPair::generate().unwrap().serialize_pem();
    for (chain, key) in
        [("", &*key), (&own.pem(), &cut), (&own.pem(), "secret"), (&own.pem(), &other)]
    {
        let mut settings = trusting(&[]);
        settings.client_certificate = Some(ClientCertificate::from_pem(chain, key));
        let error = settings.client_config().unwrap_err();
        assert_eq!(error.setting(), "client certificate");
        let texts = format!("{error} {error:?} {settings:?}");
        let secret = key.lines().nth(1).unwrap_or("secret");
        assert!(!texts.contains(secret), "{texts}");
    }
}

/// On the other platforms, the operating system verifies servers.
#[cfg(not(any(windows, target_vendor = "apple", target_os = "android")))]
mod system {
    use std::{env, fs, path::Path, process::Command};

    use super::*;

    /// Runs the test `name` again, in a process whose environment names these certificates.
    fn again(name: &str, file: &Path, directory: &Path) {
        let mut test = Command::new(env::current_exe().unwrap());
        test.args(["--exact", name]).env(INNER, directory);
        test.env("SSL_CERT_FILE", file).env("SSL_CERT_DIR", directory);
        let output = test.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }

    const INNER: &str = "CLERK_TEST_CERTIFICATES";

    /// The inner test changes the certificates to learn when they are read.
    #[test]
    fn the_systems_certificates_are_read_once_and_late() {
        let Some(directory) = env::var_os(INNER) else {
            let directory = env::temp_dir().join(format!("clerk-tls-trust-{}", std::process::id()));
            fs::create_dir(&directory).unwrap();
            let file = directory.join("bundle.pem");
            again(
                "trust::system::the_systems_certificates_are_read_once_and_late",
                &file,
                &directory,
            );
            fs::remove_dir_all(directory).unwrap();
            return;
        };
        let directory = Path::new(&directory);
        let [in_file, in_directory, late] = ["file", "directory", "late"].map(authority);
        let settings = trusting(&[]);
        settings.client_config().unwrap();
        // No certificates have been read: there were none.
        fs::write(directory.join("bundle.pem"), in_file.pem()).unwrap();
        assert_eq!(handshake(&settings, &in_file, NAME, 2999), Ok(()));
        fs::write(directory.join("1.pem"), in_directory.pem()).unwrap();
        assert_eq!(handshake(&settings, &in_directory, NAME, 2999), Ok(()));
        // All certificates have been read.
        fs::write(directory.join("2.pem"), late.pem()).unwrap();
        assert!(is_unknown(handshake(&settings, &late, NAME, 2999)));
        fs::write(directory.join("bundle.pem"), late.pem()).unwrap();
        assert!(is_unknown(handshake(&settings, &late, NAME, 2999)));
        assert_eq!(handshake(&trusting(&[]), &in_file, NAME, 2999), Ok(()));
        assert!(settings.trusts_any());
    }

    #[test]
    fn a_machine_without_certificates_trusts_no_server() {
        if env::var_os(INNER).is_none() {
            let missing = Path::new("/nonexistent");
            return again(
                "trust::system::a_machine_without_certificates_trusts_no_server",
                missing,
                missing,
            );
        }
        assert_eq!(trusting(&[]).trusts_any(), cfg!(feature = "webpki-roots"));
        assert!(is_unknown(handshake(&trusting(&[]), &authority("own"), NAME, 2999)));
        let own = authority("own");
        assert!(trusting(&[&own]).trusts_any());
        assert_eq!(handshake(&trusting(&[&own]), &own, NAME, 2999), Ok(()));
    }
}
