//! Lists that mostly have one item.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};

/// Reads a list of which few items are to be expected, for
/// `#[serde(deserialize_with = "few")]`: it sets memory aside for one item, where a `Vec` starts
/// with four.
///
/// # Errors
/// That of the deserializer, when there is anything but a list of `T`.
pub fn few<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_seq(Few(PhantomData))
}

struct Few<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Few<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // As a `Vec` says.
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = elements.next_element()? {
            if items.len() == items.capacity() {
                items.reserve_exact(items.len().max(1));
            }
            items.push(item);
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> serde_json::Result<Vec<u64>> {
        few(&mut serde_json::Deserializer::from_str(text))
    }

    #[test]
    fn there_is_room_for_what_there_is() {
        for (text, capacity) in [("[]", 0), ("[1]", 1), ("[1,2]", 2), ("[1,2,3]", 4)] {
            assert_eq!(read(text).unwrap().capacity(), capacity, "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_reads_what_a_vec_reads(items: Vec<u64>, text in r#"[\[\]{}",1a ]{0,6}"#) {
            prop_assert_eq!(read(&serde_json::to_string(&items).unwrap()).unwrap(), items);
            let told = |read: serde_json::Result<Vec<u64>>| read.map_err(|error| error.to_string());
            let vec = Vec::deserialize(&mut serde_json::Deserializer::from_str(&text));
            prop_assert_eq!(told(read(&text)), told(vec));
        }
    }
}
