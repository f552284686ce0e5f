use clerk_core::StringEnum;

#[derive(StringEnum)]
enum Status {
    Pending,
}

fn main() {}
