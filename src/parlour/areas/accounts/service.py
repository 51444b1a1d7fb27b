"""Signing in: what is checked, in which order, and what is remembered of a failure."""

import hashlib

from parlour.access.passwords import Passwords
from parlour.access.tokens import hash_token, new_token
from parlour.areas.accounts import queries
from parlour.areas.accounts.model import Client, SignedIn, normal_login
from parlour.db.pool import Pool, connection, transaction
from parlour.errors import Forbidden, TooManyAttempts, WrongCredentials


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
        async with transaction(pool) as conn:
            token = new_token()
            if user is None or not matches or not await queries.create_session(conn, user, client, hash_token(token)):
                await queries.add_failure(conn, login_hash, client.ip)
            else:
                await queries.clear_failures(conn, login_hash, client.ip)
                if not user.is_approved:
                    raise Forbidden("Your account is not approved yet.")
                return SignedIn(user, token)
    raise WrongCredentials
