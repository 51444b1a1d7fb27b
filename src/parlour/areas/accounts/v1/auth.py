"""Signing in and out, sessions (tag Authentication B2B), and those of colleagues (tag Users & Permissions)."""

from parlour.access.identity import Identity, Partner
from parlour.access.permissions import Entry, Permission
from parlour.access.tokens import lock_session
from parlour.areas.accounts import refusals, service
from parlour.areas.accounts.model import SignInOrigin
from parlour.areas.accounts.queries import accounts
from parlour.areas.accounts.v1 import wire
from parlour.errors import NotFound
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Detached, Reading, Writing
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, answer

operations = Operations(B2B_V1, "Authentication B2B", "Signing in and out, and open sessions.")


@operations.post(
    "/api/v1/auth",
    "authorize_user",
    Entry.PARTNER,
    answers_secret=True,
    refuses=(
        refusals.WRONG_CREDENTIALS,
        refusals.NOT_APPROVED,
        refusals.NEVER,
        refusals.TOO_MANY_ATTEMPTS,
    ),
)
async def authorize_user(ctx: Detached[Partner], data: Body[wire.SignIn]) -> Answer[wire.SignedInUser]:
    """Sign in

    Opens a session and returns its user token. The token is valid together with the partner token of this request,
    until it is revoked or the password changes.
    """
    sign_in = data.accept()
    client = SignInOrigin(ctx.partner.partner_id, ctx.device, ctx.address)
    signed_in = await service.sign_in(ctx.pool, ctx.services.passwords, sign_in.login, sign_in.password, client)
    return answer(wire.SignedInUser.from_model(signed_in))


@operations.delete("/api/v1/auth", "sign_out", Entry.USER, changes_access=True, confirms_access=True)
async def sign_out(ctx: Writing[Identity]) -> None:
    """Sign out

    Revokes the user token of the request.
    """
    await lock_session(ctx.conn, ctx.user.session_id)
    await accounts.revoke_session(ctx.conn, ctx.user.session_id, ctx.user.user_id)


@operations.get("/api/v1/auth/sessions", "list_sessions", Entry.USER)
async def list_sessions(ctx: Reading[Identity]) -> Answer[list[wire.Session]]:
    """List own sessions

    All sessions of the user, the most recently used first.
    """
    sessions = await accounts.list_sessions(ctx.conn, ctx.user.user_id)
    return answer([wire.Session.from_model(session, ctx.user.session_id) for session in sessions])


@operations.delete(
    "/api/v1/auth/sessions/{session_id}", "delete_session", Entry.USER, changes_access=True, confirms_access=True
)
async def delete_session(ctx: Writing[Identity], session_id: wire.SessionInPath) -> None:
    """End a session

    Revokes one of the user's own tokens.
    """
    await lock_session(ctx.conn, ctx.user.session_id)
    if not await accounts.revoke_session(ctx.conn, session_id, ctx.user.user_id):
        raise NotFound("Session")


@operations.get(
    "/api/v1/company/{location_id}/users/sessions",
    "list_last_sign_ins",
    Permission.LOGINS_VIEW,
    tag="Users & Permissions",
)
async def list_last_sign_ins(ctx: Reading) -> Answer[list[wire.LastSignIn]]:
    """List the last sign-ins

    Of all users with a role in the location or in its chain, sorted by id.
    """
    found = await accounts.list_last_sign_ins(ctx.conn, ctx.tenant)
    return answer([wire.LastSignIn.from_model(each, ctx.tenant.timezone) for each in found])


@operations.delete(
    "/api/v1/company/{location_id}/users/{user_id}/sessions",
    "end_user_sessions",
    Permission.USERS_REMOVE,
    tag="Users & Permissions",
    changes_access=True,
    confirms_access=True,
    refuses=(refusals.OWNERS_ONLY,),
)
async def end_user_sessions(ctx: Writing, user_id: wire.UserInPath) -> None:
    """End a user's sessions

    On every device and in every integration. Sessions don't belong to a chain, so sessions for work elsewhere end, too.
    The user can sign in again; to prevent that, remove the user as well.
    """
    await service.end_sessions_of(ctx.conn, ctx.tenant, user_id)
