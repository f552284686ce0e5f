use clerk_core::StringEnum;

#[derive(StringEnum)]
enum Status {
    #[string_enum(unknown)]
    Unknown { text: String },
}

fn main() {}
