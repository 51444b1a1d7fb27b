"""Signing in: what is checked, in which order, and what is stored of a failure. Ending other users' sessions."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

import msgspec

from parlour.access.ip_allowlist import list_allowlists, require_allowed
from parlour.access.passwords import Passwords
from parlour.access.permissions import Permission
from parlour.access.roles import OWNER
from parlour.access.tenant import Tenant, lock_tenant
from parlour.access.tokens import hash_token, lock_partner, new_token
from parlour.areas.accounts.model import Client, IpAddress, SignedIn, User
from parlour.areas.accounts.queries import accounts, attempts
from parlour.areas.accounts.queries.attempts import Attempt
from parlour.db.actor import Actor
from parlour.db.pool import Connection, Pool, transaction
from parlour.errors import Forbidden, NotFound, ParlourError, TooManyAttempts, Unauthenticated, WrongCredentials

NOT_APPROVED = "Your account is not approved yet."
# How long an attempt waits for others whose outcome may leave room for it, and the interval between tries.
PATIENCE_S, PAUSE_S = 10.0, 0.05
OWNERS_ONLY = "Only an owner can end the sessions of an owner."


class Claim(msgspec.Struct, frozen=True):
    """An attempt that was counted, and whose password may be checked."""

    id: int
    user: User | None


@contextlib.asynccontextmanager
async def _turn(pool: Pool, passwords: Passwords, attempt: Attempt) -> AsyncIterator[Claim]:
    """Count the attempt and hold one of the few slots for password checks. Raise `TooManyAttempts`.

    An attempt that is refused only because others are being checked waits for them: their passwords may be right.
    """
    patience_ends = time.monotonic() + PATIENCE_S
    while True:
        async with passwords.slot():
            async with transaction(pool, Actor("api")) as conn:
                reserved = await attempts.reserve(conn, attempt)
                user = await accounts.find_user_by_login(conn, attempt.login)
            if reserved.id is not None:
                yield Claim(reserved.id, user)
                return
        if not reserved.is_undecided or time.monotonic() > patience_ends:
            raise TooManyAttempts(1 if reserved.is_undecided or not reserved.wait_s else reserved.wait_s)
        await asyncio.sleep(PAUSE_S)


async def _note_failure(conn: Connection, attempt: Attempt, claim: Claim) -> None:
    """Mark the attempt as failed, and record it in the audit logs of the user's chains."""
    await attempts.settle(conn, claim.id)
    await attempts.tell_of_failure(conn, claim.user.id if claim.user else None, attempt.device)


async def sign_in(pool: Pool, passwords: Passwords, login: str, password: str, client: Client) -> SignedIn:
    """Check login and password, and open a session.

    No connection is held while the password is checked, and a failure is stored although the request fails: this needs
    transactions of its own. The attempt is counted before the check, so that parallel attempts can't pass the limit.

    Raise `WrongCredentials`, `Unauthenticated` for a partner revoked meanwhile, `Forbidden` for a user not yet approved
    or at an address that none of their roles allows, or `TooManyAttempts` after too many failures for the login or from
    the network.
    """
    attempt = Attempt.of(login, client.ip, client.device)
    async with _turn(pool, passwords, attempt) as claim:
        user, token = claim.user, new_token()
        fits = await passwords.matches(user.password_hash if user else None, password)
        actor = Actor("api", user.id if user and fits else None, client.partner_id, ip=str(client.ip))
        refusal: ParlourError | None = None
        async with transaction(pool, actor) as conn:
            if user is None or not fits:
                await _note_failure(conn, attempt, claim)
            elif (refusal := await _find_refusal(conn, user, client)) is not None:
                await attempts.take_back(conn, attempt, claim.id, user.id)
            elif not await accounts.create_session(conn, user, client, hash_token(token)):
                await _note_failure(conn, attempt, claim)
            else:
                await attempts.take_back(conn, attempt, claim.id, user.id)
                return SignedIn(user, token)
    raise refusal or WrongCredentials()


async def _find_refusal(conn: Connection, user: User, client: Client) -> ParlourError | None:
    """Return why a user with the right password may not sign in; None if they may."""
    if not user.is_approved:
        return Forbidden(NOT_APPROVED)
    try:
        await lock_partner(conn, client.partner_id)
        require_allowed(client.ip, await list_allowlists(conn, user.id))
    except (Unauthenticated, Forbidden) as refusal:
        return refusal
    return None


async def prove_password(pool: Pool, passwords: Passwords, login: str, password: str, ip: IpAddress) -> None:
    """Check login and password with the same limits as `sign_in`, without opening a session.

    Raise what `sign_in` raises.
    """
    attempt = Attempt.of(login, ip, "")
    async with _turn(pool, passwords, attempt) as claim:
        user = claim.user
        fits = await passwords.matches(user.password_hash if user else None, password)
        async with transaction(pool, Actor("api", ip=str(ip))) as conn:
            if user is None or not fits:
                await _note_failure(conn, attempt, claim)
            else:
                await attempts.take_back(conn, attempt, claim.id, user.id)
    if user is None or not fits:
        raise WrongCredentials
    if not user.is_approved:
        raise Forbidden(NOT_APPROVED)


async def end_access(conn: Connection, tenant: Tenant, user_id: int) -> None:
    """End all sessions of a user who works in the location.

    Raise `NotFound` for any other user, and `Forbidden` for an owner when the caller owns less.
    """
    tenant = await lock_tenant(conn, tenant, Permission.USERS_REMOVE)
    colleague = await accounts.find_colleague(conn, tenant, user_id)
    if colleague is None:
        raise NotFound("User")
    owns_less = colleague.chain_role == OWNER and tenant.access.chain_role != OWNER
    if owns_less or (colleague.location_role == OWNER and not tenant.is_owner):
        raise Forbidden(OWNERS_ONLY)
    await accounts.end_sessions(conn, user_id)
