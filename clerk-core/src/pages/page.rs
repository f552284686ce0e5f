//! One page of a list.

use std::{fmt, marker::PhantomData, ops::Deref, vec};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
    ser::SerializeStruct as _,
};

use super::IntoPage;
use crate::values::lenient::Integer;

/// One page of a list: its items, and the number of items in the whole list if the server sends it.
///
/// Deserializes from `{"data": […], "total_count": 7}` or a bare array. Serializes as an object if
/// it has the total, and as an array otherwise.
///
/// ```
/// use clerk_core::Page;
///
/// let page: Page<u32> = serde_json::from_str(r#"{"data":[1,2],"total_count":7}"#)?;
/// assert_eq!((page.len(), page.total_count), (2, Some(7)));
/// let page: Page<u32> = serde_json::from_str("[1,2]")?;
/// assert_eq!((page.len(), page.total_count), (2, None));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, in the order of the list.
    pub data: Vec<T>,
    /// The number of items in the whole list.
    pub total_count: Option<u64>,
}

impl<T> Page<T> {
    /// Creates a page of a list that has `total_count` items in total.
    #[must_use]
    pub fn new(data: Vec<T>, total_count: u64) -> Self {
        Self { data, total_count: Some(total_count) }
    }

    pub(super) fn of(response: impl IntoPage<Item = T>) -> Self {
        let total_count = response.total_count();
        Self { data: response.into_items(), total_count }
    }
}

impl<T> From<Vec<T>> for Page<T> {
    fn from(data: Vec<T>) -> Self {
        Self { data, total_count: None }
    }
}

impl<T> Deref for Page<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.data
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.data.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.data.iter()
    }
}

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(total_count) = self.total_count else {
            return self.data.serialize(serializer);
        };
        let mut page = serializer.serialize_struct("Page", 2)?;
        page.serialize_field("data", &self.data)?;
        page.serialize_field("total_count", &total_count)?;
        page.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PageVisitor(PhantomData))
    }
}

struct PageVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for PageVisitor<T> {
    type Value = Page<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or an object with `data` and `total_count`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Page<T>, A::Error> {
        let mut data = Vec::new();
        while let Some(item) = items.next_element()? {
            data.push(item);
        }
        Ok(Page { data, total_count: None })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Page<T>, A::Error> {
        let (mut data, mut total_count) = (None, None);
        while let Some(name) = members.next_key::<Box<str>>()? {
            match &*name {
                "data" => data = Some(members.next_value::<Option<_>>()?.unwrap_or_default()),
                "total_count" => total_count = members.next_value::<Option<Integer>>()?,
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        let data = data.ok_or_else(|| serde::de::Error::missing_field("data"))?;
        let total_count = total_count.map(Integer::narrow).transpose()?;
        Ok(Page { data, total_count })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_written_as_they_were_read() {
        for text in [r#"{"data":[1,2],"total_count":7}"#, "[1,2]", "[]"] {
            let page: Page<u32> = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&page).unwrap(), text);
        }
    }

    #[test]
    fn a_list_that_is_null_is_empty() {
        let text = r#"{"data":null,"total_count":0.0}"#;
        let page: Page<u32> = serde_json::from_str(text).unwrap();
        assert_eq!(page, Page::new(Vec::new(), 0));
    }

    #[test]
    fn other_members_are_ignored() {
        let text = r#"{"next":{"a":[1]},"total_count":null,"data":[]}"#;
        assert_eq!(serde_json::from_str::<Page<u32>>(text).unwrap(), Page::from(Vec::new()));
        let error = serde_json::from_str::<Page<u32>>("{}").unwrap_err();
        assert!(error.to_string().starts_with("missing field `data`"), "{error}");
        assert!(serde_json::from_str::<Page<u32>>("\"a\"").is_err());
    }
}
