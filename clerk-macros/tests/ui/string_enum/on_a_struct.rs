use clerk_core::StringEnum;

#[derive(StringEnum)]
struct Status {
    text: String,
}

fn main() {}
