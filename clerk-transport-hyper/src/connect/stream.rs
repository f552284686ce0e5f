//! The bytes of a connection.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

#[cfg(feature = "rustls-no-provider")]
use tokio_rustls::client::TlsStream;

/// The bytes of a connection to a server or a proxy.
pub(crate) enum Stream {
    Tcp(TcpStream),
    #[cfg(feature = "rustls-no-provider")]
    Tls(Box<TlsStream<TcpStream>>),
    /// To a server, through an HTTPS proxy.
    #[cfg(feature = "rustls-no-provider")]
    TlsInTls(Box<TlsStream<TlsStream<TcpStream>>>),
}

/// Calls a method of the stream within.
macro_rules! within {
    ($self:ident, $method:ident($($argument:expr),*)) => {
        match $self.get_mut() {
            Stream::Tcp(stream) => Pin::new(stream).$method($($argument),*),
            #[cfg(feature = "rustls-no-provider")]
            Stream::Tls(stream) => Pin::new(stream).$method($($argument),*),
            #[cfg(feature = "rustls-no-provider")]
            Stream::TlsInTls(stream) => Pin::new(stream).$method($($argument),*),
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        within!(self, poll_read(context, buffer))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        within!(self, poll_write(context, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        within!(self, poll_write_vectored(context, slices))
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Stream::Tcp(stream) => stream.is_write_vectored(),
            #[cfg(feature = "rustls-no-provider")]
            Stream::Tls(stream) => stream.is_write_vectored(),
            #[cfg(feature = "rustls-no-provider")]
            Stream::TlsInTls(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        within!(self, poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        within!(self, poll_shutdown(context))
    }
}
