//! The allocations of a call, and that all of them are freed.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use allocation_counter::{AllocationInfo, measure};
use clerk_sdk::{
    Clerk,
    transport::{HttpTransport, Sleep, Timer},
};
use smol::future::block_on;

use self::paths::{InMemory, PATHS, Path};

mod paths;

/// A timer that never waits.
#[derive(Debug)]
struct Impatient;

impl Timer for Impatient {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, _: Duration) -> Sleep {
        Box::pin(std::future::ready(()))
    }
}

fn clerk(transport: &Arc<impl HttpTransport>) -> Clerk {
    Clerk::builder("sk_test_x").transport(transport.clone()).timer(Impatient).build().unwrap()
}

/// Returns the allocations of `calls` calls.
fn used(path: Path, clerk: &Clerk, transport: &dyn HttpTransport, calls: u32) -> AllocationInfo {
    measure(|| {
        for _ in 0..calls {
            // Calls that fail count as well.
            let _ = block_on(path.call(clerk, transport));
        }
    })
}

#[test]
fn the_client_adds_one_allocation_and_frees_all() {
    let transport = Arc::new(InMemory::new(u64::MAX));
    let healthy = clerk(&transport);
    let [bare, client] = PATHS.map(|path| {
        used(path, &healthy, &transport, 10);
        used(path, &healthy, &transport, 1).count_total
    });
    assert_eq!((bare, client), (9, 9 + 1));

    // Every seventh request fails, so that some calls are retried, and some fail.
    let transport = Arc::new(InMemory::new(7));
    let failing = clerk(&transport);
    used(Path::Client, &failing, &transport, 700);
    for _ in 0..10 {
        let used = used(Path::Client, &failing, &transport, 700);
        assert_eq!(used.bytes_current, 0);
    }
}
