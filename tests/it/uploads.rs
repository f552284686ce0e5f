//! Uploads, from bytes or a path, and their size limit.

use clerk_sdk::{
    Endpoint, Error, Part,
    api::{
        oauth_applications::UploadOAuthApplicationLogo, organizations::UploadOrganizationLogo,
        users::SetUserProfileImage,
    },
    testing::{Script, recorded},
};

use crate::clerk;

const LIMIT: usize = 10_000_000;

/// Encodes an upload of `bytes` bytes.
fn upload<E: Endpoint>(endpoint: impl Fn(Part) -> E, bytes: usize) -> Result<(), Error> {
    let image = Part::file("image.png", vec![0; bytes]).content_type("image/png");
    clerk(&Script::fixed(200, &[], "")).request(&endpoint(image)).map(drop)
}

#[test]
fn an_image_above_the_limit_is_refused() {
    let profile = |part| SetUserProfileImage::new("user_1", part);
    let logo = |part| UploadOrganizationLogo::new("org_1", part);
    let application = |part| UploadOAuthApplicationLogo::new("oauthapp_1", part);
    for largest in [upload(profile, LIMIT), upload(logo, LIMIT), upload(application, LIMIT)] {
        assert!(largest.is_ok(), "{largest:?}");
    }
    let refused = [
        upload(profile, LIMIT + 1).unwrap_err(),
        upload(logo, LIMIT + 1).unwrap_err(),
        upload(application, LIMIT + 1).unwrap_err(),
    ];
    insta::assert_snapshot!(refused.map(|error| error.to_string()).join("\n"));
}

#[test]
fn an_image_is_read_from_a_path() {
    let path = std::env::temp_dir().join(format!("clerk-sdk-test-{}.webp", std::process::id()));
    std::fs::write(&path, b"RIFF").unwrap();
    let part = Part::from_path(&path);
    std::fs::remove_file(&path).unwrap();
    let part = part.unwrap();
    assert_eq!(part.file_name(), path.file_name().unwrap().to_str());

    let named = Part::file("ada.webp", part.bytes().clone())
        .content_type(part.media_type().unwrap().to_owned());
    let clerk = clerk(&Script::fixed(200, &[], ""));
    let request = clerk.request(&SetUserProfileImage::new("user_1", named)).unwrap();
    insta::assert_snapshot!(recorded(&request));
}
