"""Signing in of people who book online, and what they change themselves."""

import asyncio

from parlour.access.identity import Client
from parlour.access.password_rules import check_password
from parlour.access.passwords import Passwords
from parlour.access.tenant import get_public_tenant
from parlour.access.tokens import SESSION_ENDED, lock_partner, new_token
from parlour.areas.accounts.model import IpAddress, normalize_login
from parlour.areas.accounts.service import matches_of_client
from parlour.areas.client_accounts import queries, refusals
from parlour.areas.client_accounts.model import Account, AccountPatch, SignedIn
from parlour.areas.clients.model.phones import normalize_phone
from parlour.areas.patches import patched
from parlour.areas.phone_codes.service import check_code, send_code
from parlour.db.actor import Actor
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection, Pool, connection, transaction
from parlour.errors import Fault, Invalid, NotFound, Unauthenticated, WrongCredentials


async def sign_in_by_code(pool: Pool, partner_id: int, phone: str, code: str) -> SignedIn:
    """Open a session by a code; the first time it creates the account. Raise `Unauthenticated`."""
    if not await check_code(pool, phone, code):
        raise refusals.WRONG_CODE.error()
    async with transaction(pool, Actor("api", partner_id=partner_id)) as conn:
        return await _open(conn, await queries.get_or_create(conn, phone), partner_id)


async def sign_in_by_password(
    pool: Pool, passwords: Passwords, partner_id: int, login: str, password: str, ip: IpAddress
) -> SignedIn:
    """Open a session by a password. Raise `WrongCredentials` or `TooManyAttempts`."""
    known = normalize_login(login)
    phone, email = ("", known) if "@" in known else (known.removeprefix("+"), "")
    async with connection(pool) as conn:
        account = await queries.find_by_login(conn, phone, email or "-")
    counted_as = account.login if account else known
    fits = await matches_of_client(
        pool, passwords, counted_as, account.password_hash if account else None, password, ip
    )
    if account is None or not fits:
        raise WrongCredentials
    async with transaction(pool, Actor("api", partner_id=partner_id)) as conn:
        return await _open(conn, account, partner_id)


async def _open(conn: Connection, account: Account, partner_id: int) -> SignedIn:
    token = new_token()
    await lock_partner(conn, partner_id)
    if not await queries.create_session(conn, account, partner_id, token):
        raise WrongCredentials
    return SignedIn(account, token)


async def update_account(pool: Pool, client: Client, patch: AccountPatch, code: str) -> None:
    """Apply a patch; a code confirms a new number. Raise `Invalid`, or `Unauthenticated` if the session has ended."""
    async with connection(pool) as conn:
        current = await queries.get_account(conn, client.account_id)
    moves = isinstance(patch.phone, str) and patch.phone != current.phone
    if moves and not await check_code(pool, str(patch.phone), code):
        raise refusals.BAD_CODE.error("confirmation_code")
    async with transaction(pool, _actor(client)) as conn:
        account = await _lock(conn, client)
        with violations_mean({"client_accounts_phone_key": refusals.PHONE_TAKEN.error("phone")}):
            await queries.update_account(conn, patched(account, patch))


async def change_password(pool: Pool, passwords: Passwords, client: Client, old: str, new: str, ip: IpAddress) -> str:
    """Set a password, end all sessions of the account, and return the token of a new one.

    An account without a password gets its first one without an old one. Raise `Invalid`, `TooManyAttempts`, or
    `Unauthenticated` if the session has ended.
    """
    async with connection(pool) as conn:
        account = await queries.get_account(conn, client.account_id)
    try:
        await asyncio.to_thread(check_password, new, [account.phone, account.email], account.name)
    except ValueError as error:
        raise Invalid([Fault("new_password", str(error))]) from None
    if account.password_hash is not None and not await matches_of_client(
        pool, passwords, account.login, account.password_hash, old, ip
    ):
        raise refusals.WRONG_PASSWORD.error("old_password")
    new_hash = await asyncio.to_thread(passwords.hash, new)
    async with transaction(pool, _actor(client)) as conn:
        locked = await _lock(conn, client)
        if locked.password_hash != account.password_hash:
            raise refusals.WRONG_PASSWORD.error("old_password")
        await queries.set_password(conn, locked.id, new_hash)
        opened = await _open(conn, await queries.get_account(conn, locked.id), client.partner.partner_id)
    return opened.token


async def send_code_to_new_phone(
    conn: Connection,
    location_id: int | None,
    chain_id: int | None,
    phone: str,
    *,
    language: str,
    most_of_location: int,
) -> None:
    """Send a code to a number that is to become a person's, through a location or the first one of a chain.

    Raise `NotFound`, `Invalid`, `Throttled`.
    """
    if location_id is None:
        location_id = await queries.find_location_of_chain(conn, chain_id or 0)
    if location_id is None:
        raise NotFound("Location")
    tenant = await get_public_tenant(conn, location_id)
    try:
        normal = normalize_phone(phone, tenant.country_code)
    except ValueError as error:
        raise Invalid([Fault("phone", str(error))]) from None
    await send_code(conn, tenant, normal, language, most_of_location)


async def _lock(conn: Connection, client: Client) -> Account:
    """Lock and return the account. Raise `Unauthenticated` if the session or the integration has ended meanwhile."""
    account = await queries.lock_account(conn, client.account_id)
    await lock_partner(conn, client.partner.partner_id)
    if not await queries.is_open(conn, client.session_id):
        raise Unauthenticated(SESSION_ENDED)
    return account


def _actor(client: Client) -> Actor:
    return Actor("api", partner_id=client.partner.partner_id)
