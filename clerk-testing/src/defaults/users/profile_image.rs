//! Profile images of users.

use clerk_api::users::{DeleteUserProfileImage, SetUserProfileImage, User};
use clerk_core::http::StatusCode;

use super::super::{failures::not_found, store::Store};
use crate::failure::{ApiFailure, Outcome};

const MAX_BYTES: usize = 10_000_000;
const MEDIA_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/gif", "image/webp"];

impl Store {
    pub(crate) fn set_profile_image(&mut self, request: SetUserProfileImage) -> Outcome<User> {
        self.users.get(&request.user_id)?;
        if request.file.bytes().len() > MAX_BYTES {
            return Err(ApiFailure::new(StatusCode::PAYLOAD_TOO_LARGE, "image_too_large")
                .message("Image too large")
                .long_message("The image must be 10 MB or smaller."));
        }
        let media_type = request.file.media_type().unwrap_or_default();
        if !MEDIA_TYPES.contains(&media_type) {
            return Err(ApiFailure::bad_request("request_body_invalid")
                .message("Request body invalid")
                .long_message(format!("The image must be one of {}.", MEDIA_TYPES.join(", "))));
        }
        let image: String = self.id("img");
        let url = self.image_url(&image);
        self.images.insert(image, request.file);
        self.change(&request.user_id, |user: &mut User| {
            user.image_url = Some(url);
            user.has_image = true;
        })
    }

    /// Deletes a profile image. A 404 if the user has none.
    pub(crate) fn delete_profile_image(
        &mut self,
        request: DeleteUserProfileImage,
    ) -> Outcome<User> {
        let id = &request.user_id;
        if !self.users.get(id)?.has_image {
            return Err(not_found("profile image of the user", id.as_str()));
        }
        self.change(id, |user: &mut User| {
            user.image_url = Some(format!("https://img.example.com/{id}"));
            user.has_image = false;
        })
    }
}
