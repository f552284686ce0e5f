//! The error codes of Clerk's Backend API.

use clerk_core::{
    StringEnum,
    error::{ApiError, ErrorDetail},
};

/// An error code of the Backend API, such as `form_identifier_exists`.
///
/// Each variant begins with the status of its response. A code that is not listed here is kept as
/// text.
///
/// ```
/// use clerk_api::errors::ErrorCode;
/// use clerk_core::ApiError;
///
/// fn explain(error: &ApiError) -> &'static str {
///     match ErrorCode::of(error) {
///         Some(ErrorCode::FormIdentifierExists) => "This email address is already in use.",
///         Some(ErrorCode::FormPasswordPwned) => "Choose another password.",
///         _ => "Please try again later.",
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum ErrorCode {
    /// 403: Clerk's fraud protection blocked the action.
    ActionBlocked,
    /// 400: The actor token is no longer pending.
    ActorTokenCannotBeRevokedCode,
    /// 400: The agent task is no longer pending.
    AgentTaskCannotBeRevoked,
    /// 404: The agent task does not exist.
    AgentTaskNotFound,
    /// 404: The user that the agent task names does not exist.
    AgentTaskSubjectNotFound,
    /// 400: The user is already a member of the organization.
    AlreadyAMemberInOrganization,
    /// 422: API keys are turned off for the instance.
    ApiKeysNotEnabled,
    /// 400: The version of the API is unknown, or was sent in two places.
    ApiVersionInvalid,
    /// 409: A SCIM directory manages this attribute of the user.
    AttributeManagedByScim,
    /// 401: The credential is invalid.
    AuthenticationInvalid,
    /// 401: The `Authorization` header is missing or malformed.
    AuthorizationHeaderFormatInvalid,
    /// 403: The credential does not permit this.
    AuthorizationInvalid,
    /// 403: The credential lacks a scope.
    AuthorizationMissingScopes,
    /// 400: The request is invalid.
    BadRequest,
    /// 403: Plans with only an annual price are turned off for the instance.
    BillingAnnualOnlyPlansNotEnabled,
    /// 403: Billing is turned off for the instance.
    BillingNotEnabled,
    /// 400: The change would leave the instance in an invalid state.
    BreaksInstanceInvariant,
    /// 400: The request holds too many items.
    BulkSizeExceeded,
    /// 409: Another checkout of the payer is in progress.
    CheckoutAlreadyInProgress,
    /// 422: The promotion code is invalid.
    CheckoutPromoCodeInvalid,
    /// 401: The secret key is unknown or was deleted.
    ClerkKeyInvalid,
    /// 400: The client does not exist.
    ClientNotFound,
    /// 400: The client is in the wrong state for this.
    ClientStateInvalid,
    /// 400: The subscription item is already canceled.
    CommerceSubscriptionItemAlreadyCanceled,
    /// 422: The subscription item cannot be canceled in its state.
    CommerceSubscriptionItemCannotBeCanceled,
    /// 422: The subscription item cannot be ended in its state.
    CommerceSubscriptionItemCannotBeEnded,
    /// 409: The request conflicts with the state of the resource.
    Conflict,
    /// 400: The cookie is invalid.
    CookieInvalid,
    /// 401: The credential of the request could not be checked.
    CouldNotAuthenticateRequest,
    /// 400: The currency is unknown or unsupported.
    CurrencyInvalid,
    /// 422: The custom OAuth provider does not support a discovery URL.
    CustomOauthProviderCannotUseDiscoveryUrl,
    /// 422: The issuer of the discovery document is not the provider's.
    CustomOauthProviderDiscoveryIssuerMismatch,
    /// 422: The discovery document of the OAuth provider could not be fetched.
    CustomOauthProviderDiscoveryServerRetrievalError,
    /// 422: The default plan cannot have further prices.
    DefaultPlanPriceCreationForbidden,
    /// 400: The identifier is linked to a connected account.
    DeleteLinkedIdentificationDisallowed,
    /// 400 or 401: The user was removed by their identity provider.
    Deprovisioned,
    /// 400: A development instance sent its monthly number of emails.
    DevMonthlyEmailLimitExceeded,
    /// 400: A development instance sent its monthly number of text messages.
    DevMonthlySmsLimitExceeded,
    /// 422: The restriction is turned off for the instance.
    DisabledInstanceRestriction,
    /// 409: The discount already applies to the subscription item.
    DiscountAlreadyApplied,
    /// 422: The discount is not active.
    DiscountInactive,
    /// 422: The discount does not fit the subscription item.
    DiscountNotApplicableToSubscriptionItem,
    /// 404: The discount does not exist.
    DiscountNotFound,
    /// 400: The domain cannot be changed.
    DomainUpdateForbidden,
    /// 400: The record already exists, or the request holds it twice.
    DuplicateRecord,
    /// Email templates cannot be changed at the moment.
    EmailTemplateCustomizationLocked,
    /// 429: Email templates were changed too often.
    EmailTemplateCustomizationRateLimited,
    /// 403: The text of the email template looks like abuse.
    EmailTemplateSuspiciousBlocked,
    /// 422: No enterprise connection matches the sign-up.
    EnterpriseSsoSignUpConnectionMissing,
    /// 422: The user can be a member of only one organization.
    ExclusiveOrganizationMembership,
    /// 422: Some members also belong to another organization.
    ExclusiveOrganizationMembershipExistingMembers,
    /// 401: The expired session token to refresh is invalid.
    ExpiredSessionTokenInvalid,
    /// 401: The expired session token has no `azp`.
    ExpiredSessionTokenMissingAzp,
    /// 401: The expired session token has no `sid`.
    ExpiredSessionTokenMissingSid,
    /// 400: The email address of the external account is not verified.
    ExternalAccountEmailAddressVerificationRequired,
    /// 400: The external account has no refresh token.
    ExternalAccountMissingRefreshToken,
    /// 404: The external account does not exist.
    ExternalAccountNotFound,
    /// 400 or 403: The feature is turned off for the instance.
    FeatureNotEnabled,
    /// 403: The feature does not exist yet.
    FeatureNotImplemented,
    /// 403: The feature needs a custom domain.
    FeatureRequiresCustomDomain,
    /// 422: The feature needs email addresses to be turned on.
    FeatureRequiresEmailAddressEnabled,
    /// 422: The feature needs an OIDC provider.
    FeatureRequiresOidcProvider,
    /// 422: The feature needs progressive sign-up.
    FeatureRequiresProgressiveSignUp,
    /// 422: Organization selection cannot be forced while organizations are turned off.
    ForceOrganizationSelectionNotAllowedWhenOrganizationsDisabled,
    /// 422: A record with this value already exists.
    FormAlreadyExists,
    /// 422: The one-time code is wrong.
    FormCodeIncorrect,
    /// 422: The param is not allowed with the other params.
    FormConditionalParamDisallowed,
    /// 422: The other params need this one.
    FormConditionalParamMissing,
    /// 422: An attribute that the instance requires is missing.
    FormDataMissing,
    /// 422: The default second factor cannot be turned off.
    FormDisableDefaultSecondFactorNotAllowed,
    /// 422: The date is in the future.
    FormDisallowFutureDate,
    /// 422: Another user has this identifier.
    FormIdentifierExists,
    /// 422: No user has this identifier.
    FormIdentifierNotFound,
    /// 422: The origin is invalid.
    FormInvalidOrigin,
    /// 422: The list has the wrong number of items.
    FormParamArrayLengthMismatch,
    /// 422: The list has too many items.
    FormParamArraySizeExceeded,
    /// 422: The param is no longer supported.
    FormParamDeprecated,
    /// 422: The param, or a value in it, occurs twice.
    FormParamDuplicate,
    /// 422: The value has too many bytes.
    FormParamExceedsAllowedSize,
    /// 422: The value has the wrong format.
    FormParamFormatInvalid,
    /// 422: The value is not a date.
    FormParamInvalidDate,
    /// 422: The value is not a time.
    FormParamInvalidTime,
    /// 422: The text is too long.
    FormParamMaxLengthExceeded,
    /// 422: The text is too short.
    FormParamMinLengthExceeded,
    /// 400 or 422: A required param is missing. For a missing image the status is 400.
    FormParamMissing,
    /// 422: The param is `null`.
    FormParamNil,
    /// 422: The value has the wrong type.
    FormParamTypeInvalid,
    /// 422: The operation has no such param.
    FormParamUnknown,
    /// 422: The value conflicts with another param.
    FormParamValueConflict,
    /// 422: The value is not allowed.
    FormParamValueInvalid,
    /// 422: The number is too large.
    FormParamValueTooLarge,
    /// 422: The password digest does not fit the hasher.
    FormPasswordDigestInvalidCode,
    /// 422: The password is too long.
    FormPasswordLengthTooLong,
    /// 422: The password is too short.
    FormPasswordLengthTooShort,
    /// 422: The password equals an identifier of the user.
    FormPasswordMatchesIdentifier,
    /// 422: The password has no lowercase letter.
    FormPasswordNoLowercase,
    /// 422: The password has no digit.
    FormPasswordNoNumber,
    /// 422: The password has no special character.
    FormPasswordNoSpecialChar,
    /// 422: The password has no uppercase letter.
    FormPasswordNoUppercase,
    /// 422: The password is too easy to guess. `meta.zxcvbn` has suggestions.
    FormPasswordNotStrongEnough,
    /// 422: The password is in a list of stolen passwords.
    FormPasswordPwned,
    /// 422: The password has too many bytes.
    FormPasswordSizeInBytesExceeded,
    /// 422: The password breaks a rule of the instance.
    FormPasswordValidationFailed,
    /// 422: A public OAuth client needs PKCE.
    FormPublicClientRequiresPkce,
    /// 422: The resource that the param names does not exist.
    FormResourceNotFound,
    /// 422: The username looks like a phone number.
    FormUsernameCannotBePhoneNumber,
    /// 422: The username has a character that is not allowed.
    FormUsernameInvalidCharacter,
    /// 422: The username is too short or too long.
    FormUsernameInvalidLength,
    /// 422: The username has only digits.
    FormUsernameNeedsNonNumberChar,
    /// 422: The identifier is not verified.
    FormVerificationNeeded,
    /// 504: A server behind the API did not respond in time.
    GatewayTimeout,
    /// 422: Another instance has this home URL.
    HomeUrlTaken,
    /// 400: Another user has verified this identifier.
    IdentificationClaimed,
    /// 400: An unverified identifier cannot become a second factor.
    IdentificationCreateSecondFactorUnverified,
    /// 400: The identifier cannot be deleted.
    IdentificationDeletionFailed,
    /// 400: The identifier cannot be changed.
    IdentificationUpdateFailed,
    /// 400: An unverified identifier cannot become a second factor.
    IdentificationUpdateSecondFactorUnverified,
    /// 404: The image does not exist.
    ImageNotFound,
    /// 413: The image is larger than 10 MB.
    ImageTooLarge,
    /// 422: The plan's number of impersonations is used up.
    ImpersonationLimitExceeded,
    /// 422: The password is wrong.
    IncorrectPassword,
    /// 400: The request was redirected too often.
    InfiniteRedirectLoop,
    /// 422: The URL does not begin with `https`.
    InsecureUrl,
    /// 400: The instance needs at least one key.
    InstanceKeyRequired,
    /// 422: The payer has too little credit.
    InsufficientCreditBalance,
    /// 402: The subscription has too few seats.
    InsufficientSeats,
    /// 500: The server failed.
    InternalClerkError,
    /// 422: The credit action is unknown.
    InvalidCreditAction,
    /// 422: The amount of credit is invalid.
    InvalidCreditAmount,
    /// 422: The proxy of the domain is misconfigured.
    InvalidProxyConfiguration,
    /// 400: The session token is invalid.
    InvalidSessionToken,
    /// 422: The body of the template is invalid.
    InvalidTemplateBody,
    /// 422: The TOTP secret is invalid.
    InvalidTotpSecretCode,
    /// 400: The invitation was already accepted.
    InvitationAlreadyAccepted,
    /// 400: The invitation was already revoked.
    InvitationAlreadyRevoked,
    /// 400: The instance does not support invitations.
    InvitationsNotSupported,
    /// 400: The JWT template sets a claim that Clerk sets itself.
    JwtTemplateReservedClaim,
    /// 422: The domain belongs to a hosting provider.
    KnownHostingDomain,
    /// 400: The user needs at least one such identifier.
    LastRequiredIdentificationDeletionFailed,
    /// 409: The log drain cannot change to this state.
    LogDrainConfigInvalidStateTransition,
    /// 400: The machine token sets a claim that Clerk sets itself.
    MachineTokenReservedClaim,
    /// 400: The publishable key is malformed.
    MalformedPublishableKey,
    /// 400: The params are malformed.
    MalformedRequestParameters,
    /// 403: The user lacks a permission in the organization.
    MissingOrganizationPermission,
    /// 400: The ID of the plan is missing.
    MissingPlanId,
    /// 400: A required query param is missing.
    MissingQueryParameter,
    /// 400: The user has no password.
    NoPasswordSet,
    /// 403: The user is not a member of the organization.
    NotAMemberInOrganization,
    /// 403: The allowlist or the blocklist refuses the identifier.
    NotAllowedAccess,
    /// 422: The consent screen of the OAuth application cannot be turned off.
    OauthApplicationConsentScreenCannotBeDisabled,
    /// 422: The consent screen needs a consent path.
    OauthApplicationConsentScreenRequiresConsentPath,
    /// 422: The OAuth provider sent no access token.
    OauthMissingAccessToken,
    /// 422: The OAuth provider sent no refresh token.
    OauthMissingRefreshToken,
    /// 404: The OAuth provider is turned off for the instance.
    OauthTokenProviderNotEnabled,
    /// 400: The OAuth provider did not give a token.
    OauthTokenRetrievalError,
    /// 400: The OAuth provider is unsupported.
    OauthUnsupportedProvider,
    /// 410: The operation is no longer supported.
    OperationDeprecated,
    /// 403: The operation is not allowed on the primary domain.
    OperationNotAllowedOnPrimaryDomain,
    /// 403: The user created as many organizations as allowed.
    OrgCreationLimitExceeded,
    /// 422: The organization has more members than the new plan allows.
    OrgMemberLimitExceededForPlanChange,
    /// 422: The organization already has an enterprise connection.
    OrganizationAlreadyHasSsoConnection,
    /// 400: The user who is to create the organization does not exist.
    OrganizationCreatorNotFound,
    /// 422: Another organization has this domain.
    OrganizationDomainAlreadyExists,
    /// 422: The organization already has this domain.
    OrganizationDomainAlreadyExistsSameOrganization,
    /// 422: The domain is blocked.
    OrganizationDomainBlocked,
    /// 422: The domain belongs to a public email provider.
    OrganizationDomainCommon,
    /// 403: The enrollment mode is turned off for the instance.
    OrganizationDomainEnrollmentModeNotEnabled,
    /// 422: The domain is already used for enrollment.
    OrganizationDomainExistsForEnrollment,
    /// 422: An enterprise connection already uses the domain.
    OrganizationDomainExistsForEnterpriseConnection,
    /// 403: The organization has as many domains as allowed.
    OrganizationDomainQuotaExceeded,
    /// 403: Organization domains are turned off for the instance.
    OrganizationDomainsNotEnabled,
    /// 403: The instance has as many role sets as allowed.
    OrganizationInstanceRoleSetsQuotaExceeded,
    /// 403: The instance has as many roles as allowed.
    OrganizationInstanceRolesQuotaExceeded,
    /// 400: The organization invitation was already accepted.
    OrganizationInvitationAlreadyAccepted,
    /// 404: The organization invitation is no longer pending.
    OrganizationInvitationNotPending,
    /// 400: A pending invitation for this email address already exists.
    OrganizationInvitationNotUnique,
    /// 400: The organization invitation was revoked.
    OrganizationInvitationRevokedCode,
    /// 400: The plan of the organization sets its member limit.
    OrganizationMemberLimitManagedByBilling,
    /// 409: A SCIM directory manages the membership.
    OrganizationMembershipManagedByScim,
    /// 403: The organization has as many members and pending invitations as allowed.
    OrganizationMembershipQuotaExceeded,
    /// 403: The organization has no room for a member who signs in by SSO.
    OrganizationMembershipQuotaExceededForSso,
    /// 400: The organization needs a member with the minimum permissions.
    OrganizationMinimumPermissionsNeeded,
    /// 422: The role lacks permissions that a creator needs.
    OrganizationMissingCreatorRolePermissions,
    /// 403: Organizations are turned off for the instance.
    OrganizationNotEnabledInInstance,
    /// 404: The organization does not exist, or the user is not a member.
    OrganizationNotFoundOrUnauthorized,
    /// 403: The instance has as many organizations as allowed.
    OrganizationQuotaExceeded,
    /// 422: Members have this role.
    OrganizationRoleAssignedMembers,
    /// 422: The role is the default for creators.
    OrganizationRoleDefaultCreatorRole,
    /// 422: The role is the default for domains.
    OrganizationRoleDomainDefaultRole,
    /// 422: Invitations name this role.
    OrganizationRoleExistsInInvitations,
    /// 422: A user has this role of the role set.
    OrganizationRoleOnSetAssignedToUser,
    /// 409: The role already has the permission.
    OrganizationRolePermissionAssociationExists,
    /// 404: The role does not have the permission.
    OrganizationRolePermissionAssociationNotFound,
    /// 422: Only Clerk's support can reassign this role set.
    OrganizationRoleSetReassignmentContactSupport,
    /// 422: The role mappings are invalid.
    OrganizationRoleSetReassignmentMappingsInvalid,
    /// 422: Role mappings are missing.
    OrganizationRoleSetReassignmentMappingsMissing,
    /// 403: Organization slugs are turned off for the instance.
    OrganizationSlugsDisabled,
    /// 403: System permissions cannot be changed.
    OrganizationSystemPermissionNotModifiable,
    /// 403: Organizations cannot be turned on for the instance.
    OrganizationsCannotBeEnabled,
    /// 400: Organizations cannot be turned off for the instance.
    OrganizationsDisableNotAllowed,
    /// 409: The price changed in the meantime.
    OutOfDatePrice,
    /// 404: The passkey is not registered.
    PasskeyNotRegistered,
    /// 403: Passwords are turned off for the instance.
    PasswordDisabled,
    /// 409: The payee is not active.
    PayeeNotActive,
    /// 404: The payee does not exist.
    PayeeNotFound,
    /// 400: The payee is in the wrong state for this.
    PayeeStatusInvalid,
    /// 404: The payer does not exist.
    PayerNotFound,
    /// 422: The card was declined.
    PaymentAttemptFailedCardDeclined,
    /// 422: The card is expired.
    PaymentAttemptFailedCardExpired,
    /// 422: The card has insufficient funds.
    PaymentAttemptFailedCardInsufficientFunds,
    /// 422: The payment could not be processed.
    PaymentAttemptFailedProcessingError,
    /// 422: The card holder has to confirm the payment.
    PaymentAttemptFailedRequiresConfirmation,
    /// 422: The change of price needs a payment method.
    PaymentMethodRequiredForTransition,
    /// 422: Personal accounts are turned off for the instance.
    PersonalAccountsNotAllowed,
    /// 422: The amount of the plan is too high.
    PlanAmountExceedsUpperLimit,
    /// 422: The amount of the plan is invalid.
    PlanAmountInvalid,
    /// 422: The plan does not support organizations without members.
    PlanDoesNotSupportEmptyOrgs,
    /// 403: Free trials are turned off for the plan.
    PlanFreeTrialsDisabled,
    /// 404: The plan does not exist.
    PlanNotFound,
    /// 422: The organization has more members than the plan has seats.
    PlanSeatLimitExceeded,
    /// 403: The operation does not take this kind of credential.
    PlatformApiAuthStrategyNotAllowed,
    /// 422: The change of price is not allowed.
    PriceTransitionNotAllowed,
    /// 422: The instance already has a primary domain.
    PrimaryDomainAlreadyExists,
    /// 403: The operation is not allowed on a provider's domain.
    ProviderDomainOperationNotAllowed,
    /// 422: A provider's domain needs a proxy URL.
    ProxyUrlRequiredForProviderDomain,
    /// 403: A quota is used up.
    QuotaExceeded,
    /// 401: The origin of the refresh is not the `azp` of the session token.
    RefreshRequestOriginAzpMismatch,
    /// 401: The origin of the refresh is invalid.
    RefreshRequestOriginInvalid,
    /// 401: The refresh token belongs to another session.
    RefreshSidMismatch,
    /// 401: The refresh token does not exist.
    RefreshTokenNotFound,
    /// 400: The body is unreadable, or the image has an unsupported type.
    RequestBodyInvalid,
    /// 413: The body is too large.
    RequestBodyTooLarge,
    /// 400: The operation is not allowed in this environment, such as production.
    RequestInvalidForEnvironment,
    /// 400: The operation is not allowed for this instance.
    RequestInvalidForInstance,
    /// 422: The template lacks a required variable.
    RequiredVariableMissing,
    /// 403: Clerk's fraud protection asks for a check first.
    RequiresProtectCheck,
    /// 422: The domain is reserved.
    ReservedDomain,
    /// 422: The subdomain is reserved.
    ReservedSubdomain,
    /// 409: Another request changes the resource.
    ResourceLocked,
    /// 404: The resource or the URL does not exist.
    ResourceNotFound,
    /// 400: The invitation was revoked.
    RevokedInvitation,
    /// 409: A role migration of the organization is in progress.
    RoleMigrationInProgress,
    /// 422: The SAML connection cannot be activated yet.
    SamlConnectionCantBeActivated,
    /// 400: The metadata of the identity provider could not be fetched.
    SamlFailedToFetchIdpMetadata,
    /// 422: The metadata of the identity provider is malformed.
    SamlFailedToParseIdpMetadata,
    /// 422: The metadata of the identity provider lacks fields.
    SamlMetadataMissingFields,
    /// 400: The SCIM directory is turned off.
    ScimDirectoryDisabled,
    /// 422: Another SCIM directory uses the enterprise connection.
    ScimDirectoryEnterpriseConnectionAlreadyUsed,
    /// 400: Another SCIM directory uses the organization.
    ScimDirectoryOrganizationAlreadyUsed,
    /// 400: The SCIM directory is not set up to pull.
    ScimDirectoryPullModeNotConfigured,
    /// 409: The SCIM directory was synchronized too recently.
    ScimDirectorySyncThrottled,
    /// 422: The seats exceed the member limit of the organization.
    SeatBasedBillingExceedsOrgMemberLimit,
    /// 503: The API is unavailable.
    ServiceUnavailable,
    /// 409: The client already has a session that excludes another.
    SessionCreationNotAllowed,
    /// 401: The expired session token was already used for a refresh.
    SessionRefreshExpiredSessionTokenConsumed,
    /// 401: The expired session token has no `iat`.
    SessionRefreshExpiredSessionTokenMissingIat,
    /// 401: The session token expired too long ago.
    SessionRefreshExpiredSessionTokenTooOld,
    /// 401: The session is not active.
    SessionRefreshInactiveSession,
    /// 401: The session does not exist.
    SessionRefreshSessionNotFound,
    /// 401: The session token cannot be refreshed.
    SessionRefreshSessionTokenIneligible,
    /// 401: The user of the session does not exist.
    SessionRefreshUserNotFound,
    /// 403: The template of session tokens cannot be used here.
    SessionTokenJwtTemplate,
    /// 400: The sign-in token is no longer pending.
    SignInTokenCannotBeRevokedCode,
    /// 403: The sign-up cannot be changed.
    SignUpCannotBeUpdated,
    /// 422: The value does not fit the restricted sign-up mode.
    SignUpModeRestrictedInvalidValue,
    /// 422: The country cannot be removed from text messages.
    SmsCountryRemovalRestricted,
    /// 400: The text message could not be sent.
    SmsSendError,
    /// 422: The subscription has already ended.
    SubscriptionAlreadyEnded,
    /// 409: The subscription item is no longer active.
    SubscriptionItemNoLongerActive,
    /// 404: The subscription item does not exist.
    SubscriptionItemNotFound,
    /// 403: The subscription item is not in a free trial.
    SubscriptionItemNotInFreeTrial,
    /// 404: The subscription does not exist.
    SubscriptionNotFound,
    /// 422: The plan does not support the billing period.
    SupportedBillingPeriodMismatch,
    /// 400: The Svix app could not be created.
    SvixAppCreateError,
    /// 400: The instance already has a Svix app.
    SvixAppExists,
    /// 400: The instance has no Svix app.
    SvixAppMissing,
    /// 400: The body of the template cannot be changed.
    TemplateBodyModificationRestricted,
    /// 400: The template cannot be deleted.
    TemplateDeletionRestricted,
    /// 400: The template could not be reverted.
    TemplateRevertError,
    /// 400: The type of the template is unsupported.
    TemplateTypeUnsupported,
    /// 400: The user has no TOTP.
    TotpDisabled,
    /// 422: The TOTP code is wrong.
    TotpIncorrectCode,
    /// 422: The TOTP code has the wrong length.
    TotpInvalidLength,
    /// 422: The amount per block of a unit price is invalid.
    UnitPriceAmountPerBlockInvalid,
    /// 422: The block size of a unit price is invalid.
    UnitPriceBlockSizeInvalid,
    /// 422: The currency of a unit price is invalid.
    UnitPriceCurrencyInvalid,
    /// 422: The end of a tier is invalid.
    UnitPriceEndsAfterBlockInvalid,
    /// 422: A free tier follows a paid one.
    UnitPriceFreeTierAfterPaidTier,
    /// 422: The name of a unit price is invalid.
    UnitPriceNameInvalid,
    /// 422: The start of a tier is invalid.
    UnitPriceStartsAtBlockInvalid,
    /// 422: The tiers leave a gap or overlap.
    UnitPriceTierGapOrOverlapDetected,
    /// 422: A unit price has no tiers.
    UnitPriceTiersMissing,
    /// 422: A tier follows the unlimited one.
    UnitPriceUnlimitedTierMustBeLast,
    /// 422: Plans for users cannot have unit prices.
    UnitPricesNotAllowedForUserPlans,
    /// 415: The content type of the body is unsupported.
    UnsupportedContentType,
    /// 403: The country of the phone number is unsupported.
    UnsupportedCountryCode,
    /// 402: The plan of the instance lacks a feature.
    UnsupportedSubscriptionPlanFeatures,
    /// 403: The user is banned.
    UserBanned,
    /// 403: The user is deactivated.
    UserDeactivated,
    /// 409: A SCIM directory manages the user.
    UserManagedByScim,
    /// 403: The instance has as many users as allowed.
    UserQuotaExceeded,
    /// 400: The verification is already complete.
    VerificationAlreadyVerified,
    /// 429: Verification codes were requested too often: one per 30 seconds.
    VerificationCodeTooManyRequests,
    /// 400: The verification is expired.
    VerificationExpired,
    /// 400: The verification failed too often.
    VerificationFailed,
    /// 400: No verification was sent yet.
    VerificationNotSent,
    /// 500: The status of the verification is unknown.
    VerificationStatusUnknown,
    /// 400: The verification strategy does not fit.
    VerificationStrategyInvalid,
    /// 409: The person of the waitlist entry has already signed up.
    WaitlistEntryAlreadyCompleted,
    /// 409: The waitlist entry was already invited.
    WaitlistEntryAlreadyInvited,
    /// 409: The waitlist entry was already rejected.
    WaitlistEntryAlreadyRejected,
    /// 409: Another request changes the waitlist entry.
    WaitlistEntryLocked,
    /// 429: Too many requests. Wait as long as `Retry-After` says.
    TooManyRequests,
    /// An unknown code, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

impl ErrorCode {
    /// Returns the first code that the response lists.
    #[must_use]
    pub fn of(error: &ApiError) -> Option<Self> {
        error.code().map(Self::from)
    }

    /// Returns the code of one of the errors that a response lists.
    #[must_use]
    pub fn of_detail(detail: &ErrorDetail) -> Option<Self> {
        Some(detail.code.as_str()).filter(|code| !code.is_empty()).map(Self::from)
    }
}
