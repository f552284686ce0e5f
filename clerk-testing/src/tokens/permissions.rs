//! The bitmasks that hold permissions in version 2 of the claims.

/// The claims `fea`, `per`, and `fpm`.
#[derive(Debug, PartialEq)]
pub(super) struct Encoded {
    pub(super) features: String,
    pub(super) names: String,
    pub(super) masks: String,
}

/// Encodes permissions such as `org:invoices:manage`, beside features such as `u:chat`.
pub(super) fn encode(features: &[String], permissions: &[String]) -> Encoded {
    let pairs: Vec<(String, &str)> = permissions
        .iter()
        .filter_map(|permission| {
            let (feature, name) = permission.strip_prefix("org:")?.rsplit_once(':')?;
            Some((format!("o:{feature}"), name))
        })
        .collect();
    let mut all = features.to_vec();
    let mut names = Vec::new();
    for (feature, name) in &pairs {
        if !all.contains(feature) {
            all.push(feature.clone());
        }
        if !names.contains(name) {
            names.push(*name);
        }
    }
    let mask = |feature: &String| {
        let granted = |name: &&str| pairs.iter().any(|(own, it)| own == feature && it == name);
        decimal(names.iter().map(granted).collect::<Vec<_>>())
    };
    let masks: Vec<String> = all.iter().map(mask).collect();
    Encoded { features: all.join(","), names: names.join(","), masks: masks.join(",") }
}

/// Returns the decimal number of these bits, the lowest first.
fn decimal(bits: Vec<bool>) -> String {
    let mut digits = vec![0_u8];
    for bit in bits.into_iter().rev() {
        let mut carry = u8::from(bit);
        for digit in &mut digits {
            let double = *digit * 2 + carry;
            (*digit, carry) = (double % 10, double / 10);
        }
        if carry > 0 {
            digits.push(carry);
        }
    }
    digits.iter().rev().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_permission_is_a_bit_of_its_feature() {
        let text = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        let encoded = encode(
            &text(&["u:chat"]),
            &text(&["org:dashboard:manage", "org:dashboard:read", "org:teams:read"]),
        );
        assert_eq!(encoded.features, "u:chat,o:dashboard,o:teams");
        assert_eq!(encoded.names, "manage,read");
        assert_eq!(encoded.masks, "0,3,2");
    }

    #[test]
    fn numbers_may_be_longer_than_a_word() {
        let mut bits = vec![false; 70];
        bits[69] = true;
        assert_eq!(decimal(bits), "590295810358705651712");
    }
}
