//! Invitations, sessions, and tokens.

use super::*;

pub fn fill(table: &mut Table) {
    let user = table.instance.user("visitor");
    invitations(table);

    table.refuse("neither user nor client", ListSessions::new());
    table.refuse("limit 501", ListSessions::new().user_id(&user.id).limit(501));
    table.refuse("unknown user", CreateSession::new("user_x"));
    let elsewhere = CreateSession::new(&user.id).active_organization_id("org_x");
    table.refuse("unknown organization", elsewhere);
    let closed = table.instance.send(CreateOrganization::new("Closed")).id;
    let outside = CreateSession::new(&user.id).active_organization_id(closed.clone());
    table.refuse("not a member", outside);
    let banned = table.instance.send(CreateUser::new().username("banned").banned(true)).id;
    table.refuse("banned user", CreateSession::new(banned));
    table.refuse("unknown session", GetSession::new("sess_x"));
    table.refuse("unknown session", RevokeSession::new("sess_x"));
    let session = table.instance.send(CreateSession::new(&user.id)).id;
    let token = || CreateSessionToken::new(&session);
    let named = || CreateSessionTokenFromTemplate::new(&session, "hasura");
    table.refuse("unknown session", CreateSessionToken::new("sess_x"));
    table.refuse("29 seconds", token().expires_in_seconds(29));
    table.refuse("315,360,001 seconds", token().expires_in_seconds(315_360_001));
    table.refuse("unknown session", CreateSessionTokenFromTemplate::new("sess_x", "hasura"));
    table.refuse("29 seconds", named().expires_in_seconds(29));
    table.instance.send(RevokeSession::new(&session));
    table.refuse("session revoked", token());
    table.refuse("session revoked", named());

    table.refuse("unknown user", CreateActorToken::new("user_x", Actor::new("user_y")));
    table.refuse("no actor.sub", CreateActorToken::new(&user.id, Actor::new("")));
    let actor = CreateActorToken::new(&user.id, Actor::new("user_y"));
    let actor = table.instance.send(actor).id;
    table.refuse("unknown token", RevokeActorToken::new("act_x"));
    table.instance.send(RevokeActorToken::new(&actor));
    table.refuse("not pending", RevokeActorToken::new(&actor));

    let sign_in = || CreateSignInToken::new(&user.id);
    table.refuse("unknown user", CreateSignInToken::new("user_x"));
    table.refuse("not a member", sign_in().org_id(closed));
    table.refuse("0 seconds", sign_in().expires_in_seconds(0));
    let sign_in = table.instance.send(sign_in()).id;
    table.refuse("unknown token", RevokeSignInToken::new("sit_x"));
    table.instance.send(RevokeSignInToken::new(&sign_in));
    table.refuse("not pending", RevokeSignInToken::new(&sign_in));
}

fn invitations(table: &mut Table) {
    table.refuse("limit 501", ListInvitations::new().limit(501));
    table.refuse("unknown order", ListInvitations::new().order_by("age"));
    let invite = |address: &str| CreateInvitation::new(address);
    table.refuse("not an email address", invite("x"));
    table.refuse("address of a user", invite("visitor@example.com"));
    let pending = table.instance.send(invite("invited@example.com")).id;
    table.refuse("already invited", invite("Invited@example.com"));
    table.refuse("0 days", invite("x@example.com").expires_in_days(0));
    table.refuse("366 days", invite("x@example.com").expires_in_days(366));
    table.refuse("metadata no object", invite("x@example.com").public_metadata(list()));
    table.refuse("metadata of more than 8 KB", invite("x@example.com").public_metadata(large()));

    let bulk = |addresses: &[&str]| {
        let new = |address: &&str| NewInvitation::new(*address);
        CreateBulkInvitations::new(addresses.iter().map(new).collect::<Vec<_>>())
    };
    table.refuse("no invitations", bulk(&[]));
    table.refuse("11 invitations", bulk(&["x@example.com"; 11]));
    table.refuse("address of a user", bulk(&["visitor@example.com"]));
    table.refuse("already invited", bulk(&["invited@example.com"]));
    table.refuse("address twice", bulk(&["x@example.com", "X@example.com"]));

    table.refuse("unknown invitation", RevokeInvitation::new("inv_x"));
    table.instance.send(RevokeInvitation::new(&pending));
    table.refuse("revoked", RevokeInvitation::new(&pending));
    let accepted = table.instance.send(invite("accepted@example.com")).id;
    table.instance.fake.accept_invitation(&accepted).unwrap();
    table.refuse("accepted", RevokeInvitation::new(&accepted));
    let expired = table.instance.send(invite("expired@example.com").expires_in_days(1)).id;
    table.instance.fake.clock().advance(std::time::Duration::from_secs(86_400));
    table.refuse("expired", RevokeInvitation::new(&expired));
}
