//! Lenient models.

use clerk_core::lenient;

#[derive(serde::Deserialize)] #[lenient] struct BelowTheDerive { #[serde(default)] archived: bool }

#[lenient]
#[derive(serde::Deserialize)]
enum NotAStruct {
    Circle,
}

#[lenient]
#[derive(serde::Deserialize)]
struct Repository {
    #[lenient(nullable)]
    name: String,
}

fn main() {}
