//! Every fault.

use crate::fault::Fault;

mod answers;
mod broken;
mod http2;
mod secure;

/// Every fault, in the order of the table.
pub fn all() -> impl Iterator<Item = &'static Fault> {
    [broken::FAULTS, answers::FAULTS, secure::FAULTS, http2::FAULTS].into_iter().flatten()
}

/// The fault of this name.
pub fn named(name: &str) -> &'static Fault {
    all().find(|fault| fault.name == name).unwrap()
}
