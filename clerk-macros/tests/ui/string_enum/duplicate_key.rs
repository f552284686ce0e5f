use clerk_core::StringEnum;

#[derive(StringEnum)]
enum Status {
    #[string_enum(rename = "x", rename = "y")]
    Pending,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

fn main() {}
