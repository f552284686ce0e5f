//! The IDs of Clerk's resources.

clerk_core::ids! {
    /// The ID of an actor token, such as `act_29w…`.
    ActorTokenId;
    /// The ID of an admin portal link, such as `apl_29w…`.
    AdminPortalLinkId;
    /// The ID of an admin portal link token, such as `aplt_29w…`.
    AdminPortalLinkTokenId;
    /// The ID of an agent.
    AgentId;
    /// The ID of an agent task.
    AgentTaskId;
    /// The ID of an allowlist entry, such as `alid_29w…`.
    AllowlistIdentifierId;
    /// The ID of an API key, such as `ak_29w…`.
    ApiKeyId;
    /// The ID of a payment attempt.
    BillingPaymentAttemptId;
    /// The ID of a payment.
    BillingPaymentId;
    /// The ID of a price, such as `cprice_29w…`.
    BillingPriceId;
    /// The ID of a billing statement.
    BillingStatementId;
    /// The ID of a blocklist entry.
    BlocklistIdentifierId;
    /// The ID of a client, such as `client_29w…`.
    ClientId;
    /// The ID of a credit ledger entry.
    CreditLedgerEntryId;
    /// The ID of a directory.
    DirectoryId;
    /// The ID of a discount.
    DiscountId;
    /// The ID of a discount redemption.
    DiscountRedemptionId;
    /// The ID of a domain of the instance, such as `dmn_29w…`.
    DomainId;
    /// The ID of an email address, such as `idn_29w…`.
    EmailAddressId;
    /// The ID of a user's account at an enterprise connection.
    EnterpriseAccountId;
    /// The ID of an enterprise connection.
    EnterpriseConnectionId;
    /// The ID of an enterprise connection's test run.
    EnterpriseConnectionTestRunId;
    /// The ID of a user's account at an OAuth provider, such as `eac_29w…`.
    ExternalAccountId;
    /// The ID of a feature, such as `feat_29w…`.
    FeatureId;
    /// The ID of a group-to-role mapping of a directory.
    GroupRoleMappingId;
    /// The ID of an identifier of a user, such as `idn_29w…`.
    IdentificationId;
    /// The ID of an instance, such as `ins_29w…`.
    InstanceId;
    /// The ID of an invitation, such as `inv_29w…`.
    InvitationId;
    /// The ID of a JWT template, such as `jtmp_29w…`.
    JwtTemplateId;
    /// The ID of a machine-to-machine token, such as `mt_29w…`.
    M2mTokenId;
    /// The ID of a machine, such as `mch_29w…`.
    MachineId;
    /// The ID of an OAuth application's access token, such as `oat_29w…`.
    OAuthAccessTokenId;
    /// The ID of an OAuth application.
    OAuthApplicationId;
    /// The ID of an enterprise connection's OIDC part.
    OAuthConfigId;
    /// The ID of an organization's domain, such as `orgdmn_29w…`.
    OrganizationDomainId;
    /// The ID of an organization, such as `org_29w…`.
    OrganizationId;
    /// The ID of an invitation to an organization, such as `orginv_29w…`.
    OrganizationInvitationId;
    /// The ID of an organization membership, such as `orgmem_29w…`.
    OrganizationMembershipId;
    /// The ID of a passkey.
    PasskeyId;
    /// The ID of a payee.
    PayeeId;
    /// The ID of a payer, such as `cpayer_29w…`.
    PayerId;
    /// The ID of a payment method.
    PaymentMethodId;
    /// The ID of a payment source.
    PaymentSourceId;
    /// The ID of a permission, such as `perm_29w…`.
    PermissionId;
    /// The ID of a phone number, such as `idn_29w…`.
    PhoneNumberId;
    /// The ID of a plan, such as `cplan_29w…`.
    PlanId;
    /// The ID of a product.
    ProductId;
    /// The ID of an uploaded image, such as `img_29w…`.
    ProfileImageId;
    /// The ID of a proxy check.
    ProxyCheckId;
    /// The ID of a redirect URL, such as `ru_29w…`.
    RedirectUrlId;
    /// The ID of a role, such as `role_29w…`.
    RoleId;
    /// The ID of a role set.
    RoleSetId;
    /// The ID of a migration from one role set to another.
    RoleSetMigrationId;
    /// The ID of a user's account at a SAML connection.
    SamlAccountId;
    /// The ID of a SAML connection, such as `samlc_29w…`.
    SamlConnectionId;
    /// The ID of a session's activity record, such as `sess_activity_29w…`.
    SessionActivityId;
    /// The ID of a session, such as `sess_29w…`.
    SessionId;
    /// The ID of a sign-in, such as `sia_29w…`.
    SignInId;
    /// The ID of a sign-in token, such as `sit_29w…`.
    SignInTokenId;
    /// The ID of a sign-up, such as `sua_29w…`.
    SignUpId;
    /// The ID of a subscription, such as `csub_29w…`.
    SubscriptionId;
    /// The ID of a subscription item, such as `csubi_29w…`.
    SubscriptionItemId;
    /// The ID of an email or text message template, such as `tmpl_29w…`.
    TemplateId;
    /// The ID of a trusted device.
    TrustedDeviceId;
    /// The ID of a user, such as `user_29w…`.
    UserId;
    /// The ID of a code verification.
    VerificationId;
    /// The ID of a waitlist entry, such as `wle_29w…`.
    WaitlistEntryId;
    /// The ID of a web3 wallet, such as `idn_29w…`.
    Web3WalletId;
    /// The ID of a workspace in Clerk's dashboard. Workspaces own applications.
    WorkspaceId;
}
