"""Signing in and out, sessions (tag Authentication B2B), and those of colleagues (tag Users & Permissions)."""

from typing import Any

from litestar import Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from parlour.access.identity import Identity, Partner
from parlour.access.passwords import Passwords
from parlour.access.permissions import Entry, Permission
from parlour.access.tenant import Tenant
from parlour.access.tokens import lock_session
from parlour.areas.accounts import service
from parlour.areas.accounts.model import SignInOrigin
from parlour.areas.accounts.queries import accounts
from parlour.areas.accounts.v1 import wire
from parlour.db.pool import Connection, Pool
from parlour.errors import Forbidden, NotFound, TooManyAttempts, WrongCredentials
from parlour.http.addresses import address_of
from parlour.http.body import Body
from parlour.http.openapi import Refusal
from parlour.http.v1_envelope import Answer, answer

AUTHENTICATION = ["Authentication B2B"]
USERS = ["Users & Permissions"]


@post(
    "/api/v1/auth",
    operation_id="authorize_user",
    tags=AUTHENTICATION,
    permission=Entry.PARTNER,
    answers_secret=True,
    refuses=(
        Refusal("wrong_credentials", "Login and password don't belong together.", WrongCredentials()),
        Refusal(
            "not_approved", "The operator has not approved the user.", Forbidden("Your account is not approved yet.")
        ),
        Refusal("never", "Described by the contract, and never sent (Q-019).", NotFound("User")),
        Refusal("too_many_attempts", "Too many failures for the login or from the network.", TooManyAttempts(60)),
    ),
)
async def authorize_user(
    request: Request[Any, Any, Any],
    pool: NamedDependency[Pool],
    passwords: NamedDependency[Passwords],
    partner: NamedDependency[Partner],
    data: Body[wire.SignIn],
) -> Answer[wire.SignedInUser]:
    """Sign in

    Opens a session and answers with its user token. The token works together with the partner token that it was
    asked for with, until it is revoked or the password changes.
    """
    sign_in = data.accept()
    client = SignInOrigin(partner.partner_id, _device(request), address_of(request))
    signed_in = await service.sign_in(pool, passwords, sign_in.login, sign_in.password, client)
    return answer(wire.SignedInUser.from_model(signed_in))


@delete(
    "/api/v1/auth",
    operation_id="sign_out",
    tags=AUTHENTICATION,
    permission=Entry.USER,
    changes_access=True,
    confirms_access=True,
)
async def sign_out(conn: NamedDependency[Connection], identity: NamedDependency[Identity]) -> None:
    """Sign out

    Revokes the user token that the request was sent with.
    """
    await lock_session(conn, identity.session_id)
    await accounts.revoke_session(conn, identity.session_id, identity.user_id)


@get("/api/v1/auth/sessions", operation_id="list_sessions", tags=AUTHENTICATION, permission=Entry.USER)
async def list_sessions(
    conn: NamedDependency[Connection], identity: NamedDependency[Identity]
) -> Answer[list[wire.Session]]:
    """List own sessions

    Where the user is signed in, the one used last first.
    """
    sessions = await accounts.list_sessions(conn, identity.user_id)
    return answer([wire.Session.from_model(session, identity.session_id) for session in sessions])


@delete(
    "/api/v1/auth/sessions/{session_id:int}",
    operation_id="delete_session",
    tags=AUTHENTICATION,
    permission=Entry.USER,
    changes_access=True,
    confirms_access=True,
)
async def delete_session(
    conn: NamedDependency[Connection], identity: NamedDependency[Identity], session_id: FromPath[int]
) -> None:
    """End a session

    Revokes one of the user's own tokens.
    """
    await lock_session(conn, identity.session_id)
    if not await accounts.revoke_session(conn, session_id, identity.user_id):
        raise NotFound("Session")


@get(
    "/api/v1/company/{location_id:int}/users/sessions",
    operation_id="list_last_sign_ins",
    tags=USERS,
    permission=Permission.LOGINS_VIEW,
)
async def list_last_sign_ins(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant]
) -> Answer[list[wire.LastSignIn]]:
    """List who signed in last, and when

    All users with a role in the location or in its chain, by id.
    """
    found = await accounts.list_last_sign_ins(conn, tenant)
    return answer([wire.LastSignIn.from_model(each, tenant.timezone) for each in found])


@delete(
    "/api/v1/company/{location_id:int}/users/{user_id:int}/sessions",
    operation_id="end_user_sessions",
    tags=USERS,
    permission=Permission.USERS_REMOVE,
    changes_access=True,
    confirms_access=True,
    refuses=(Refusal("owners_only", "The user is an owner, and the caller is none.", Forbidden(service.OWNERS_ONLY)),),
)
async def end_user_sessions(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant], user_id: FromPath[int]
) -> None:
    """End a user's sessions

    On every device and in every integration. Sessions don't belong to a chain, so those end too that the user has for
    work elsewhere. The user can sign in again; to prevent that, take the role away as well.
    """
    await service.end_sessions_of(conn, tenant, user_id)


def _device(request: Request[Any, Any, Any]) -> str:
    """Return the client's name for itself (User-Agent), as far as it can be displayed."""
    name = request.headers.get("user-agent", "")
    return "".join(character for character in name if character.isprintable())[:255]


HANDLERS = [authorize_user, sign_out, list_sessions, delete_session, list_last_sign_ins, end_user_sessions]
