//! Every model reads its fields leniently, and every sample is valid.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn every_struct_that_is_read_is_lenient() {
    let mut paths = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut paths);
    let mut models = 0;
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<_> = text.lines().map(str::trim).collect();
        for (index, line) in lines.iter().enumerate() {
            if line.starts_with("#[model") {
                models += 1;
            }
            if !line.starts_with("#[derive(") || !line.contains("Deserialize") {
                continue;
            }
            let item = lines[index..].iter().find(|line| !line.starts_with('#')).unwrap();
            if item.contains("struct ") && item.ends_with('{') {
                assert_eq!(lines[index - 1], "#[lenient]", "{item} in {}", path.display());
                models += 1;
            }
        }
    }
    assert!(models > 100, "{models} models");
}

#[test]
#[cfg(feature = "testing")]
fn every_sample_is_valid() {
    use clerk_api::{models, users};

    let _ = (
        clerk_api::actor_tokens::ActorToken::sample(),
        models::deleted::DeletedObject::sample(),
        models::identification::EmailAddress::sample(),
        models::identification::PhoneNumber::sample(),
        models::invitation::Invitation::sample(),
        models::organization_invitation::OrganizationInvitation::sample(),
        models::organization_invitation::PublicOrganizationData::sample(),
        models::organization_invitation::PublicInviterData::sample(),
        models::organization_membership::OrganizationMembership::sample(),
        models::session::Session::sample(),
    );
    let _ = (
        models::user::User::sample(),
        models::user::Web3Wallet::sample(),
        clerk_api::sessions::SessionToken::sample(),
        clerk_api::sign_in_tokens::SignInToken::sample(),
        users::TotalCount::sample(),
        users::PasswordCheck::sample(),
    );
}
