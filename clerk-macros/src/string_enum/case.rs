//! Spellings of a variant's name.

use crate::errors::one_of;

/// A way to spell several words.
#[derive(Clone, Copy)]
pub(super) enum Case {
    Snake,
    Kebab,
    Camel,
    Pascal,
    ScreamingSnake,
    Lower,
    Upper,
}

const CASES: &[(&str, Case)] = &[
    ("snake_case", Case::Snake),
    ("kebab-case", Case::Kebab),
    ("camelCase", Case::Camel),
    ("PascalCase", Case::Pascal),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
];

impl Case {
    pub(super) fn named(name: &str) -> Option<Self> {
        CASES.iter().find(|(other, _)| *other == name).map(|&(_, case)| case)
    }

    pub(super) fn names() -> String {
        one_of(&CASES.iter().map(|(name, _)| *name).collect::<Vec<_>>())
    }

    /// Spells the name of a variant. Each capital letter starts a word.
    pub(super) fn of(self, variant: &str) -> String {
        match self {
            Self::Snake => separated(variant, '_'),
            Self::Kebab => separated(variant, '-'),
            Self::ScreamingSnake => separated(variant, '_').to_ascii_uppercase(),
            Self::Camel => {
                let mut letters = variant.chars();
                letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
            }
            Self::Pascal => variant.to_owned(),
            Self::Lower => variant.to_lowercase(),
            Self::Upper => variant.to_uppercase(),
        }
    }
}

fn separated(variant: &str, separator: char) -> String {
    let mut words = String::with_capacity(variant.len() + 4);
    for letter in variant.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(separator);
        }
        words.extend(letter.to_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_case_spells_the_words_of_a_variant() {
        let spelled = |variant| CASES.iter().map(|(_, case)| case.of(variant)).collect::<Vec<_>>();
        assert_eq!(
            spelled("SignUpV2"),
            [
                "sign_up_v2",
                "sign-up-v2",
                "signUpV2",
                "SignUpV2",
                "SIGN_UP_V2",
                "signupv2",
                "SIGNUPV2"
            ],
        );
        assert_eq!(
            spelled("OAuth"),
            ["o_auth", "o-auth", "oAuth", "OAuth", "O_AUTH", "oauth", "OAUTH"],
        );
    }
}
