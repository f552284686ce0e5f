//! Derives and macros work in a module without a prelude, and under the caller's own lints.

#![no_implicit_prelude]
#![deny(non_snake_case)]

use ::clerk_core::{Endpoint, Part, Patch, StringEnum, union};
use ::std::{assert_eq, boxed::Box, clone::Clone, fmt::Debug, option::Option, string::String};

#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = POST, path = "/invoices/{id}", response = (), errors(404))]
struct CreateInvoice {
    id: String,
    #[endpoint(query)]
    dry_run: Option<bool>,
    note: Patch<String>,
}

#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = POST, path = "/invoices/{id}/scan", response = ())]
struct UploadScan {
    id: String,
    #[endpoint(part)]
    file: Part,
}

#[derive(Clone, Debug, StringEnum)]
enum Status {
    Open,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

union! {
    enum Amount {
        Cents(u32),
        Text(String),
    }
}

union! {
    enum Payment by "object" {
        "card" => Card(String),
    }
}

#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = POST, path = "/legacy", response = ())]
#[allow(non_snake_case, reason = "the API spells its members so")]
struct CreateLegacy {
    customerId: String,
    dueDate: Option<String>,
}

#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = POST, path = "/legacy", response = ())]
#[expect(non_snake_case, reason = "the API spells its members so")]
struct UpdateLegacy {
    dueDate: Option<String>,
}

#[::core::prelude::v1::test]
fn generated_code_names_everything_in_full() {
    let invoice = CreateInvoice::new("inv_1").dry_run(true).note("thanks");
    assert_eq!(invoice.dry_run, Option::Some(true));
    assert_eq!(UploadScan::new("inv_1", "scan").id, "inv_1");
    assert_eq!(Status::from_text("open"), "open");
    assert_eq!(
        <Amount as ::std::convert::From<::clerk_core::Json>>::from(json("1")),
        Amount::Cents(1)
    );
    let unknown = <Payment as ::std::convert::From<::clerk_core::Json>>::from(json("{}"));
    assert_eq!(unknown, Payment::Unknown(json("{}")));
}

#[::core::prelude::v1::test]
fn setters_are_under_the_lints_that_the_struct_allows() {
    let legacy = CreateLegacy::new("cus_1").dueDate("2026-12-01");
    assert_eq!(legacy.dueDate, UpdateLegacy::new().dueDate("2026-12-01").dueDate);
    assert_eq!(legacy.customerId, "cus_1");
}

impl Status {
    fn from_text(text: &str) -> Self {
        ::std::convert::From::from(text)
    }
}

fn json(text: &str) -> ::clerk_core::Json {
    ::std::result::Result::unwrap_or_default(::serde_json::from_str(text))
}
