//! A program that declares endpoints of its own, and calls them on a fake server.
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::{error::Error, process::ExitCode};

use clerk_sdk::{
    Clerk, Endpoint, Part, ServerHalf, StringEnum,
    testing::{ApiFailure, FakeClerk},
};
use serde::{Deserialize, Serialize};

clerk_sdk::ids! {
    /// The ID of an invoice.
    InvoiceId;
}

/// Lists invoices. The parameters are borrowed, so nothing is copied to make the call.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = GET, path = "/invoices", response = Vec<Invoice>)]
struct ListInvoices<'a> {
    /// Those of one of these customers: `customer=a&customer=b`.
    #[endpoint(rename = "customer")]
    customers: &'a [&'a str],
    /// Those with one of these statuses, joined by commas.
    #[endpoint(comma)]
    status: Vec<InvoiceStatus>,
    /// At most so many.
    limit: Option<u32>,
}

/// Creates an invoice, whose notes are of whatever type the caller has.
#[derive(Clone, Debug, Endpoint, ServerHalf)]
#[endpoint(method = POST, path = "/invoices", response = Invoice, errors(422))]
struct CreateInvoice<T> {
    /// The invoice.
    #[endpoint(body)]
    draft: Draft<T>,
    /// A key with which the server tells a repetition.
    #[endpoint(header = "idempotency-key")]
    idempotency_key: String,
}

/// Adds a scan to an invoice.
#[derive(Clone, Debug, Endpoint, ServerHalf)]
#[endpoint(method = PUT, path = "/invoices/{invoice_id}/scan", response = Invoice, errors(404))]
struct UploadScan {
    /// The invoice.
    invoice_id: InvoiceId,
    /// The scan, as a file.
    #[endpoint(part)]
    file: Part,
    /// What it shows.
    #[endpoint(part)]
    title: Option<String>,
}

/// What an invoice is made from.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Draft<T> {
    customer: String,
    notes: T,
}

/// The notes of this program.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Notes {
    purpose: String,
}

/// An invoice.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Invoice {
    id: InvoiceId,
    status: InvoiceStatus,
}

/// Where an invoice stands.
#[derive(Clone, Debug, PartialEq, StringEnum)]
enum InvoiceStatus {
    Draft,
    Open,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

fn main() -> ExitCode {
    match smol::block_on(run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let fake = billing();
    let clerk = Clerk::builder("sk_test_of_the_fake").transport(fake.clone()).build()?;

    let notes = Notes { purpose: "consulting".to_owned() };
    let draft = Draft { customer: "Ada & Co".to_owned(), notes };
    let invoice = clerk.send(CreateInvoice::new(draft, "key-1")).await?;
    println!("created {}, {}", invoice.id, invoice.status);

    let scan = Part::file("scan.png", &b"\x89PNG\r\n"[..]).content_type("image/png");
    clerk.send(UploadScan::new(invoice.id, scan).title("Page 1")).await?;

    let customers = ["Ada & Co", "Grace"];
    let list = ListInvoices { customers: &customers, status: Vec::new(), limit: None }
        .status([InvoiceStatus::Draft, InvoiceStatus::Open])
        .limit(10);
    for invoice in clerk.send(&list).await? {
        println!("listed {}, {}", invoice.id, invoice.status);
    }

    let nowhere = UploadScan::new("inv_2", Part::file("scan.png", "")).title("Page 2");
    if let Err(error) = clerk.send(nowhere).await {
        println!("failed {error}");
    }

    println!("\nWhat went over the wire:");
    for exchange in fake.exchanges() {
        println!("\n{exchange}");
    }
    Ok(())
}

/// A server with one invoice.
fn billing() -> FakeClerk {
    let invoice = |status| Invoice { id: "inv_1".into(), status };
    FakeClerk::new()
        .on(move |_: CreateInvoice<Notes>| Ok(invoice(InvoiceStatus::Draft)))
        .on(move |request: UploadScan| match request.invoice_id.as_str() {
            "inv_1" => Ok(invoice(InvoiceStatus::Draft)),
            _ => Err(ApiFailure::not_found("resource_not_found").message("No such invoice")),
        })
        // A struct that borrows has no server half, so its parameters are read one by one.
        .on_raw::<ListInvoices<'static>>(move |request| {
            let statuses: Vec<InvoiceStatus> = request.query_joined("status")?;
            let invoices: Vec<_> = statuses.into_iter().map(invoice).collect();
            Ok(clerk_sdk::server::respond::json(&invoices)?)
        })
}
