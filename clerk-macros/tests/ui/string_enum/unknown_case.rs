use clerk_core::StringEnum;

#[derive(StringEnum)]
#[string_enum(rename_all = "snake")]
enum Status {
    Pending,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

fn main() {}
