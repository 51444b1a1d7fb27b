"""Signing in: what is checked, in which order, and what is remembered of a failure. Ending what others opened."""

import hashlib

import msgspec

from parlour.access.ip_allowlist import list_allowlists, require_allowed
from parlour.access.passwords import Passwords
from parlour.access.permissions import Permission
from parlour.access.roles import OWNER
from parlour.access.tenant import Tenant, lock_tenant
from parlour.access.tokens import hash_token, new_token
from parlour.areas.accounts import queries
from parlour.areas.accounts.model import Client, IpAddress, SignedIn, User, normal_login
from parlour.db.actor import Actor
from parlour.db.pool import Connection, Pool, connection, transaction
from parlour.errors import Forbidden, NotFound, TooManyAttempts, WrongCredentials

OWNERS_ONLY = "Only an owner can end the sessions of an owner."


class Attempt(msgspec.Struct, frozen=True):
    """Somebody who says who they are."""

    login: str
    login_hash: bytes
    ip: IpAddress
    device: str

    @classmethod
    def of(cls, login: str, ip: IpAddress, device: str) -> "Attempt":
        normal = normal_login(login)
        return cls(normal, hashlib.sha256(normal.encode()).digest(), ip, device)


async def _find_user(pool: Pool, attempt: Attempt) -> User | None:
    """Who has the login. Raises `TooManyAttempts`."""
    async with connection(pool) as conn:
        failures = await queries.count_failures(conn, attempt.login_hash, attempt.ip)
        user = await queries.find_user_by_login(conn, attempt.login)
    if wait_s := failures.wait_s():
        raise TooManyAttempts(wait_s)
    return user


async def _note_failure(conn: Connection, attempt: Attempt, user: User | None) -> None:
    """Counted against those who guess, and told to those whom it concerns."""
    await queries.add_failure(conn, attempt.login_hash, attempt.ip)
    await queries.tell_of_failure(conn, user.id if user else None, attempt.device)


async def sign_in(pool: Pool, passwords: Passwords, login: str, password: str, client: Client) -> SignedIn:
    """Opens a session.

    No connection is held while the password is checked, and a failure is kept although the request fails: hence two
    transactions of its own. The failures are counted when it is this attempt's turn, so that a flood can't slip
    through between counting and checking.

    Raises `WrongCredentials`, `Forbidden` for a user not yet approved or at an address that none of their roles allows,
    or `TooManyAttempts` after too many failures
    for the login or from the address.
    """
    attempt = Attempt.of(login, client.ip, client.device)
    async with passwords.turn():
        user = await _find_user(pool, attempt)
        matches = await passwords.matches(user.password_hash if user else None, password)
        user_id = user.id if user and matches else None
        async with transaction(pool, Actor("api", user_id, client.partner_id, ip=str(client.ip))) as conn:
            token = new_token()
            if user is None or not matches or not await queries.create_session(conn, user, client, hash_token(token)):
                await _note_failure(conn, attempt, user)
            else:
                await queries.clear_failures(conn, attempt.login_hash, client.ip)
                if not user.is_approved:
                    raise Forbidden("Your account is not approved yet.")
                require_allowed(client.ip, await list_allowlists(conn, user.id))
                return SignedIn(user, token)
    raise WrongCredentials


async def prove_password(pool: Pool, passwords: Passwords, login: str, password: str, ip: IpAddress) -> None:
    """Checks that somebody is who has the login, as carefully as signing in does, and opens nothing.

    Raises what `sign_in` raises.
    """
    attempt = Attempt.of(login, ip, "")
    async with passwords.turn():
        user = await _find_user(pool, attempt)
        if not await passwords.matches(user.password_hash if user else None, password) or user is None:
            async with transaction(pool, Actor("api", ip=str(ip))) as conn:
                await _note_failure(conn, attempt, user)
            raise WrongCredentials
    if not user.is_approved:
        raise Forbidden("Your account is not approved yet.")


async def end_access(conn: Connection, tenant: Tenant, user_id: int) -> None:
    """Ends all sessions of somebody who works in the location.

    Raises `NotFound` for anybody else, and `Forbidden` when an owner of more than the caller is meant.
    """
    tenant = await lock_tenant(conn, tenant, Permission.USERS_REMOVE)
    colleague = await queries.find_colleague(conn, tenant, user_id)
    if colleague is None:
        raise NotFound("User")
    owns_less = colleague.chain_role == OWNER and tenant.grant.chain_role != OWNER
    if owns_less or (colleague.location_role == OWNER and not tenant.is_owner):
        raise Forbidden(OWNERS_ONLY)
    await queries.end_sessions(conn, user_id)
