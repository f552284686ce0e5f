//! The IDs of Clerk's resources.

clerk_core::ids! {
    /// The ID of an actor token, such as `act_29w…`.
    ActorTokenId;
    /// The ID of a user, such as `user_29w…`.
    UserId;
}
