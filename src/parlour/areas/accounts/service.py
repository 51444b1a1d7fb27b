"""Signing in: what is checked, in which order, and what is remembered of a failure. Ending what others opened."""

import hashlib

from parlour.access.passwords import Passwords
from parlour.access.roles import OWNER
from parlour.access.tenant import Tenant
from parlour.access.tokens import hash_token, new_token
from parlour.areas.accounts import queries
from parlour.areas.accounts.model import Client, IpAddress, SignedIn, normal_login
from parlour.db.actor import Actor
from parlour.db.pool import Connection, Pool, connection, transaction
from parlour.errors import Forbidden, NotFound, TooManyAttempts, WrongCredentials

OWNERS_ONLY = "Only an owner can end the sessions of an owner."


async def sign_in(pool: Pool, passwords: Passwords, login: str, password: str, client: Client) -> SignedIn:
    """Opens a session.

    No connection is held while the password is checked, and a failure is kept although the request fails: hence two
    transactions of its own. The failures are counted when it is this attempt's turn, so that a flood can't slip
    through between counting and checking.

    Raises `WrongCredentials`, `Forbidden` for a user not yet approved, or `TooManyAttempts` after too many failures
    for the login or from the address.
    """
    login = normal_login(login)
    login_hash = hashlib.sha256(login.encode()).digest()
    async with passwords.turn():
        async with connection(pool) as conn:
            failures = await queries.count_failures(conn, login_hash, client.ip)
            user = await queries.find_user_by_login(conn, login)
        if wait_s := failures.wait_s():
            raise TooManyAttempts(wait_s)
        matches = await passwords.matches(user.password_hash if user else None, password)
        user_id = user.id if user and matches else None
        async with transaction(pool, Actor("api", user_id, client.partner_id, ip=str(client.ip))) as conn:
            token = new_token()
            if user is None or not matches or not await queries.create_session(conn, user, client, hash_token(token)):
                await queries.add_failure(conn, login_hash, client.ip)
                await queries.tell_of_failure(conn, user.id if user else None, client.device)
            else:
                await queries.clear_failures(conn, login_hash, client.ip)
                if not user.is_approved:
                    raise Forbidden("Your account is not approved yet.")
                return SignedIn(user, token)
    raise WrongCredentials


async def prove_password(pool: Pool, passwords: Passwords, login: str, password: str, ip: IpAddress) -> None:
    """Checks that somebody is who has the login, as carefully as signing in does, and opens nothing.

    Raises what `sign_in` raises.
    """
    login_hash = hashlib.sha256(login.encode()).digest()
    async with passwords.turn():
        async with connection(pool) as conn:
            failures = await queries.count_failures(conn, login_hash, ip)
            user = await queries.find_user_by_login(conn, login)
        if wait_s := failures.wait_s():
            raise TooManyAttempts(wait_s)
        if user is None or not await passwords.matches(user.password_hash, password):
            async with transaction(pool) as conn:
                await queries.add_failure(conn, login_hash, ip)
            raise WrongCredentials
    if not user.is_approved:
        raise Forbidden("Your account is not approved yet.")


async def end_access(conn: Connection, tenant: Tenant, user_id: int) -> None:
    """Ends all sessions of somebody who works in the location.

    Raises `NotFound` for anybody else, and `Forbidden` when an owner of more than the caller is meant.
    """
    colleague = await queries.find_colleague(conn, tenant, user_id)
    if colleague is None:
        raise NotFound("User")
    owns_less = colleague.chain_role == OWNER and tenant.grant.chain_role != OWNER
    if owns_less or (colleague.location_role == OWNER and not tenant.is_owner):
        raise Forbidden(OWNERS_ONLY)
    await queries.end_sessions(conn, user_id)
