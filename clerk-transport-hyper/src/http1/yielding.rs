//! Makes a task yield if it reads without end.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The most successful reads before the task yields. An exchange needs about two.
const READS: u8 = 32;

/// A stream that yields to other tasks, and to the check of the deadline, if the server sends
/// faster than the task reads. hyper reads informational responses until there are no more, and a
/// head is read outside tokio's budget.
pub(super) struct Yielding<S> {
    stream: S,
    /// The reads since the task last yielded.
    reads: u8,
}

impl<S> Yielding<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, reads: 0 }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Yielding<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let reads = std::mem::take(&mut self.reads);
        if reads >= READS {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let outcome = ready!(Pin::new(&mut self.stream).poll_read(context, buffer));
        self.reads = reads.saturating_add(1);
        Poll::Ready(outcome)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Yielding<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::task::Waker;

    use super::*;

    #[test]
    fn a_task_yields_after_some_reads_and_then_continues() {
        let mut stream = Yielding::new(tokio::io::repeat(0));
        let mut context = Context::from_waker(Waker::noop());
        let mut bytes = [0];
        for _ in 0..2 {
            for _ in 0..READS {
                let mut buffer = ReadBuf::new(&mut bytes);
                let read = Pin::new(&mut stream).poll_read(&mut context, &mut buffer);
                assert!(read.is_ready());
            }
            let mut buffer = ReadBuf::new(&mut bytes);
            assert!(Pin::new(&mut stream).poll_read(&mut context, &mut buffer).is_pending());
        }
    }
}
