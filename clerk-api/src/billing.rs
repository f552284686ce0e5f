//! Plans, prices, subscriptions, statements and payments.

mod discounts;
mod plans;
mod statements;
mod subscription_items;

pub use crate::models::commerce::*;
pub use discounts::{
    ApplyBillingSubscriptionItemDiscount, DiscountEffect, DiscountRedemption, DiscountSource,
    DiscountStatus, RemoveBillingSubscriptionItemDiscount,
};
pub use plans::{
    CreateBillingPrice, ListBillingPlans, ListBillingPrices, Price, SupportedBillingPeriods,
};
pub use statements::{
    GetBillingStatement, ListBillingStatementPaymentAttempts, ListBillingStatements,
    PaymentAttempt, PaymentAttemptStatus, Statement, StatementGroup, StatementStatus,
    StatementTotals,
};
pub use subscription_items::{
    CancelBillingSubscriptionItem, CreateBillingPriceTransition,
    ExtendBillingSubscriptionItemFreeTrial, ListBillingSubscriptionItems, PriceTransition,
    PriceTransitionDetails, PriceTransitionMode, SubscriptionItemFilter,
};

crate::endpoints! {
    ListBillingPlans,
    ListBillingPrices,
    CreateBillingPrice,
    ListBillingSubscriptionItems,
    CancelBillingSubscriptionItem,
    ExtendBillingSubscriptionItemFreeTrial,
    CreateBillingPriceTransition,
    ApplyBillingSubscriptionItemDiscount,
    RemoveBillingSubscriptionItemDiscount,
    ListBillingStatements,
    GetBillingStatement,
    ListBillingStatementPaymentAttempts,
}
