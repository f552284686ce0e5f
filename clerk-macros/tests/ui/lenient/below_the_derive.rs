use clerk_core::lenient;

#[derive(serde::Deserialize)]
#[lenient]
struct Below {
    #[serde(default)]
    archived: bool,
}

fn main() {}
