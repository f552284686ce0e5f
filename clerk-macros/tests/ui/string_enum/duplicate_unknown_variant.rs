use clerk_core::StringEnum;

#[derive(StringEnum)]
enum Status {
    Pending,
    #[string_enum(unknown)]
    Unknown(Box<str>),
    #[string_enum(unknown)]
    Other(Box<str>),
}

fn main() {}
