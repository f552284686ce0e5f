//! Uploads, from bytes or a path, within the limit.

use clerk_sdk::{
    Endpoint, Error, Part,
    api::{
        oauth_applications::UploadOAuthApplicationLogo, organizations::UploadOrganizationLogo,
        users::SetUserProfileImage,
    },
    testing::wire,
};

use crate::canned::Canned;

const LIMIT: usize = 10_000_000;

/// What becomes of an upload of so many bytes.
fn outcome<E: Endpoint>(endpoint: impl Fn(Part) -> E, bytes: usize) -> Result<(), Error> {
    let image = Part::file("image.png", vec![0; bytes]).content_type("image/png");
    Canned::new(200, &[], "").clerk().request(&endpoint(image)).map(drop)
}

#[test]
fn an_image_above_the_limit_is_refused_before_it_is_sent() {
    let profile = |part| SetUserProfileImage::new("user_1", part);
    let logo = |part| UploadOrganizationLogo::new("org_1", part);
    let application = |part| UploadOAuthApplicationLogo::new("oauthapp_1", part);
    for exact in [outcome(profile, LIMIT), outcome(logo, LIMIT), outcome(application, LIMIT)] {
        assert!(exact.is_ok(), "{exact:?}");
    }
    let refused = [
        outcome(profile, LIMIT + 1).unwrap_err(),
        outcome(logo, LIMIT + 1).unwrap_err(),
        outcome(application, LIMIT + 1).unwrap_err(),
    ];
    insta::assert_snapshot!(refused.map(|error| error.to_string()).join("\n"));
}

#[test]
fn an_image_comes_from_a_path() {
    let path = std::env::temp_dir().join(format!("clerk-sdk-test-{}.webp", std::process::id()));
    std::fs::write(&path, b"RIFF").unwrap();
    let part = Part::from_path(&path);
    std::fs::remove_file(&path).unwrap();
    let part = part.unwrap();
    assert_eq!(part.file_name(), path.file_name().unwrap().to_str());

    let named = Part::file("ada.webp", part.bytes().clone())
        .content_type(part.media_type().unwrap().to_owned());
    let request = Canned::new(200, &[], "").clerk();
    let request = request.request(&SetUserProfileImage::new("user_1", named)).unwrap();
    insta::assert_snapshot!(wire(&request));
}
