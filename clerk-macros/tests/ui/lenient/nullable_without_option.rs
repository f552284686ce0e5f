use clerk_core::lenient;

#[lenient]
#[derive(serde::Deserialize)]
struct Repository {
    #[lenient(nullable)]
    name: String,
}

fn main() {}
