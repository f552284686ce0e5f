//! What a call allocates, and that it leaves nothing behind. A binary with one test, so that
//! nothing else allocates meanwhile.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(unreachable_pub, reason = "nothing outside the test sees it")]

use std::{
    alloc::System,
    sync::Arc,
    time::{Duration, Instant},
};

use clerk_sdk::{Clerk, HttpTransport, Sleep, Timer};
use smol::future::block_on;
use stats_alloc::{INSTRUMENTED_SYSTEM, Stats, StatsAlloc};

use self::paths::{InMemory, PATHS, Path};

#[path = "cost/paths.rs"]
mod paths;

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Does not wait.
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

/// What `calls` calls did to the heap.
fn used(path: Path, clerk: &Clerk, transport: &dyn HttpTransport, calls: u32) -> Stats {
    let before = HEAP.stats();
    for _ in 0..calls {
        // One that has failed counts as well.
        let _ = block_on(path.call(clerk, transport));
    }
    HEAP.stats() - before
}

#[test]
fn the_decorators_allocate_little_and_keep_nothing() {
    let transport = Arc::new(InMemory::new(u64::MAX));
    let well = clerk(&transport);
    let [bare, client] = PATHS.map(|path| {
        used(path, &well, &transport, 10);
        let used = used(path, &well, &transport, 1);
        used.allocations + used.reallocations
    });
    assert_eq!((bare, client), (7, 7 + 1));

    // Every seventh request fails, so that some calls are tried again, and some fail.
    let transport = Arc::new(InMemory::new(7));
    let troubled = clerk(&transport);
    used(Path::Client, &troubled, &transport, 700);
    for _ in 0..10 {
        let used = used(Path::Client, &troubled, &transport, 700);
        assert_eq!(used.bytes_allocated, used.bytes_deallocated);
    }
}
