use clerk_core::StringEnum;

#[derive(StringEnum)]
enum Status {
    Pending(u8),
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

fn main() {}
