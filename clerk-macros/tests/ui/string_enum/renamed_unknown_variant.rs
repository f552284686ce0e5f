use clerk_core::StringEnum;

#[derive(StringEnum)]
enum Status {
    #[string_enum(unknown, rename = "x")]
    Unknown(Box<str>),
}

fn main() {}
