use clerk_core::lenient;

#[lenient]
#[derive(serde::Deserialize)]
enum Shape {
    Circle,
}

fn main() {}
