//! The sender of a call: the client, the operation, and the credential.

use bytes::Bytes;
use http::Request;

use super::{Client, Credential};
use crate::{
    codec::EncodedRequest,
    error::Reading,
    metadata::{Metadata, Security},
    redact::SentSecrets,
};

pub(super) struct Sender {
    pub(super) client: Client,
    pub(super) metadata: &'static Metadata,
    pub(super) credential: SentCredential,
}

/// The credential that a call sends.
pub(super) enum SentCredential {
    /// The client's, if it has one.
    Client,
    /// The call's own.
    Call(Box<Credential>),
    None,
}

impl Sender {
    pub(super) fn new(client: Client, metadata: &'static Metadata) -> Self {
        let credential = match metadata.security {
            Security::Credential => SentCredential::Client,
            Security::Public => SentCredential::None,
        };
        Self { client, metadata, credential }
    }

    /// Returns the credential that is sent.
    pub(super) fn credential(&self) -> Option<&Credential> {
        match &self.credential {
            SentCredential::Client => self.client.0.credential.as_ref(),
            SentCredential::Call(credential) => Some(credential),
            SentCredential::None => None,
        }
    }

    /// Returns the request of an attempt, with the client's headers and the credential.
    pub(super) fn request(&self, encoded: &EncodedRequest) -> Request<Bytes> {
        let client = &*self.client.0;
        match &self.credential {
            SentCredential::Client => encoded.to_request(&client.headers),
            SentCredential::Call(credential) => {
                let mut request = encoded.to_request(&client.public_headers);
                request.headers_mut().insert(credential.name().clone(), credential.value().clone());
                request
            }
            SentCredential::None => encoded.to_request(&client.public_headers),
        }
    }

    /// Returns how to read responses. `sent` holds the request's secrets other than the credential.
    pub(super) fn reading<'a>(&'a self, sent: Option<&'a SentSecrets>) -> Reading<'a> {
        let credential = self.credential().map(Credential::secret);
        Reading { api: &self.client.0.api, credential, sent }
    }
}
