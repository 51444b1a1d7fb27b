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
from parlour.areas.accounts import refusals
from parlour.areas.accounts.model import IpAddress, SignedIn, SignInOrigin, User
from parlour.areas.accounts.queries import accounts, attempts
from parlour.areas.accounts.queries.attempts import Attempt
from parlour.db.actor import Actor
from parlour.db.pool import Connection, Pool, transaction
from parlour.errors import Forbidden, NotFound, ParlourError, TooManyAttempts, Unauthenticated, WrongCredentials

# How long an attempt waits for others whose outcome may leave room for it, and the interval between tries.
MAX_WAIT_S, RETRY_INTERVAL_S = 10.0, 0.05


class CountedAttempt(msgspec.Struct, frozen=True):
    """An attempt that was counted, and whose password may be checked."""

    id: int
    user: User | None


@contextlib.asynccontextmanager
async def _counted(pool: Pool, passwords: Passwords, attempt: Attempt) -> AsyncIterator[CountedAttempt]:
    """Count the attempt and hold one of the few slots for password checks. Raise `TooManyAttempts`.

    An attempt that is refused only because others are being checked waits for them: their passwords may be right.
    """
    deadline = time.monotonic() + MAX_WAIT_S
    while True:
        async with passwords.slot():
            async with transaction(pool, Actor("api")) as conn:
                reserved = await attempts.reserve(conn, attempt)
                user = await accounts.find_user_by_login(conn, attempt.login)
            if reserved.id is not None:
                yield CountedAttempt(reserved.id, user)
                return
        if not reserved.is_undecided or time.monotonic() > deadline:
            raise TooManyAttempts(1 if reserved.is_undecided or not reserved.wait_s else reserved.wait_s)
        await asyncio.sleep(RETRY_INTERVAL_S)


async def _record_failure(conn: Connection, attempt: Attempt, counted: CountedAttempt) -> None:
    """Mark the attempt as failed, and record it in the audit logs of the user's chains."""
    await attempts.mark_failed(conn, counted.id)
    await attempts.audit_failed_sign_in(conn, counted.user.id if counted.user else None, attempt.device)


async def sign_in(pool: Pool, passwords: Passwords, login: str, password: str, origin: SignInOrigin) -> SignedIn:
    """Check login and password, and open a session.

    No connection is held while the password is checked, and a failure is stored although the request fails: this needs
    transactions of its own. The attempt is counted before the check, so that parallel attempts can't pass the limit.

    Raise `WrongCredentials`, `Unauthenticated` for a partner revoked meanwhile, `Forbidden` for a user not yet approved
    or at an address that none of their roles allows, or `TooManyAttempts` after too many failures for the login or from
    the network.
    """
    attempt = Attempt.of(login, origin.ip, origin.device)
    async with _counted(pool, passwords, attempt) as counted:
        user, token = counted.user, new_token()
        fits = await passwords.matches(user.password_hash if user else None, password)
        actor = Actor("api", user.id if user and fits else None, origin.partner_id, ip=str(origin.ip))
        refusal: ParlourError | None = None
        async with transaction(pool, actor) as conn:
            if user is None or not fits:
                await _record_failure(conn, attempt, counted)
            elif (refusal := await _find_refusal(conn, user, origin)) is not None:
                await attempts.clear_failures(conn, attempt, counted.id, user.id)
            elif not await accounts.create_session(conn, user, origin, hash_token(token)):
                await _record_failure(conn, attempt, counted)
            else:
                await attempts.clear_failures(conn, attempt, counted.id, user.id)
                return SignedIn(user, token)
    raise refusal or WrongCredentials()


async def _find_refusal(conn: Connection, user: User, origin: SignInOrigin) -> ParlourError | None:
    """Return why a user with the right password may not sign in; None if they may."""
    if not user.is_approved:
        return refusals.NOT_APPROVED.error()
    try:
        await lock_partner(conn, origin.partner_id)
        require_allowed(origin.ip, await list_allowlists(conn, user.id))
    except (Unauthenticated, Forbidden) as refusal:
        return refusal
    return None


async def verify_password(pool: Pool, passwords: Passwords, login: str, password: str, ip: IpAddress) -> None:
    """Check login and password with the same limits as `sign_in`, without opening a session.

    Raise what `sign_in` raises.
    """
    attempt = Attempt.of(login, ip, "")
    async with _counted(pool, passwords, attempt) as counted:
        user = counted.user
        fits = await passwords.matches(user.password_hash if user else None, password)
        async with transaction(pool, Actor("api", ip=str(ip))) as conn:
            if user is None or not fits:
                await _record_failure(conn, attempt, counted)
            else:
                await attempts.clear_failures(conn, attempt, counted.id, user.id)
    if user is None or not fits:
        raise WrongCredentials
    if not user.is_approved:
        raise refusals.NOT_APPROVED.error()


async def matches_of_client(
    pool: Pool, passwords: Passwords, login: str, password_hash: str | None, password: str, ip: IpAddress
) -> bool:
    """Return whether it is the password of a person who books online, with the limits of `sign_in`.

    Without a hash it is none. Raise `TooManyAttempts`.
    """
    attempt = Attempt.of_client(login, ip)
    async with _counted(pool, passwords, attempt) as counted:
        fits = await passwords.matches(password_hash, password)
        async with transaction(pool, Actor("api", ip=str(ip))) as conn:
            if fits:
                await attempts.forget(conn, attempt, counted.id)
            else:
                await attempts.mark_failed(conn, counted.id)
    return fits


async def end_sessions_of(conn: Connection, tenant: Tenant, user_id: int) -> None:
    """End all sessions of a user who works in the location.

    Raise `NotFound` for any other user, and `Forbidden` for an owner when the caller owns less.
    """
    tenant = await lock_tenant(conn, tenant, Permission.USERS_REMOVE)
    colleague = await accounts.find_colleague(conn, tenant, user_id)
    if colleague is None:
        raise NotFound("User")
    owns_less = colleague.chain_role == OWNER and tenant.access.chain_role != OWNER
    if owns_less or (colleague.location_role == OWNER and not tenant.is_owner):
        raise refusals.OWNERS_ONLY.error()
    await accounts.end_sessions(conn, user_id)
