//! Every fault.

use crate::faults::fault::Fault;

mod broken;
mod http2;
mod responses;
mod secure;

/// Returns every fault, in the order of the table.
pub fn all() -> impl Iterator<Item = &'static Fault> {
    [broken::FAULTS, responses::FAULTS, secure::FAULTS, http2::FAULTS].into_iter().flatten()
}

/// Returns the fault with this name.
pub fn named(name: &str) -> &'static Fault {
    all().find(|fault| fault.name == name).unwrap()
}
