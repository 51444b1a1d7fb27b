"""Statements on attempts to sign in. Each is counted before its password is checked, and uncounted if that is right."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import LiteralString

import msgspec

from parlour.access.networks import network_of
from parlour.areas.accounts.model import KNOWN_NETWORK_LIFETIME, LIMITS, LONGEST_PERIOD, IpAddress, normalize_login
from parlour.db.locks import LockKind, lock
from parlour.db.pool import Connection
from parlour.db.rows import to_struct

# An attempt without an outcome after this time won't get one: its process died. It counts like a wrong password.
UNDECIDED_TIMEOUT = timedelta(seconds=30)
CLEANUP_BATCH = 100


class Attempt(msgspec.Struct, frozen=True):
    """An attempt to sign in: the login, and the network that it comes from."""

    login: str
    login_hash: bytes
    network: IPv4Network | IPv6Network
    device: str

    @classmethod
    def of(cls, login: str, ip: IpAddress, device: str) -> "Attempt":
        normalized = normalize_login(login)
        return cls(normalized, hash_login(normalized), network_of(ip), device)

    @classmethod
    def of_client(cls, login: str, ip: IpAddress) -> "Attempt":
        """Return an attempt of a person who books online: counted apart from a user with the same login."""
        marked = f"client {normalize_login(login)}"
        return cls(marked, hash_login(marked), network_of(ip), "")


class Reservation(msgspec.Struct, frozen=True):
    """An attempt that was counted; without an id it was refused."""

    id: int | None
    wait_s: int | None
    is_undecided: bool
    """It was refused only because other attempts are still being checked."""


def hash_login(login: str) -> bytes:
    """Return the hash that is kept of a normalized login, because people may type anything there."""
    return hashlib.sha256(login.encode()).digest()


# Each insert deletes a few rows that no longer count, so that there are never many.
RESERVE: LiteralString = """
    WITH expired AS (
        DELETE FROM sign_in_failures WHERE id = ANY (ARRAY (
            SELECT id FROM sign_in_failures WHERE failed_at < now() - $7::interval
            ORDER BY failed_at LIMIT $10 FOR UPDATE SKIP LOCKED))
    ), known AS (
        SELECT EXISTS (
            SELECT FROM known_networks k JOIN users u ON u.id = k.user_id
            WHERE (u.email = $3 OR u.phone = $3) AND k.network = $2 AND k.last_at > now() - $8::interval) AS is_known
    ), recent AS MATERIALIZED (
        SELECT ip, login_hash, is_known, failed_at, is_settled OR failed_at < now() - $9::interval AS is_decided
        FROM sign_in_failures WHERE (login_hash = $1 OR ip = $2) AND failed_at > now() - $7::interval
    ), counted AS (
        SELECT l.max_failures, r.failed_at + l.period AS until, r.is_decided,
               row_number() OVER (PARTITION BY l.name, l.period ORDER BY r.failed_at DESC) AS place,
               row_number() OVER (PARTITION BY l.name, l.period, r.is_decided ORDER BY r.failed_at DESC) AS place_alike
        FROM recent r CROSS JOIN known k
        JOIN unnest($4::text[], $5::integer[], $6::interval[]) AS l (name, max_failures, period)
            ON r.failed_at > now() - l.period AND CASE l.name
                WHEN 'network' THEN r.ip = $2
                WHEN 'login from network' THEN r.ip = $2 AND r.login_hash = $1
                WHEN 'login' THEN r.login_hash = $1 AND NOT (r.is_known OR k.is_known)
            END
    ), verdict AS (
        SELECT max(until) FILTER (WHERE place = max_failures) AS until,
               coalesce(bool_or(is_decided AND place_alike = max_failures), false) AS is_decided
        FROM counted
    ), reserved AS (
        INSERT INTO sign_in_failures (login_hash, ip, is_known, is_settled)
        SELECT $1, $2, k.is_known, false FROM known k, verdict v WHERE v.until IS NULL
        RETURNING id
    )
    SELECT r.id, ceil(extract(epoch FROM v.until - now()))::integer AS wait_s,
           v.until IS NOT NULL AND NOT v.is_decided AS is_undecided
    FROM verdict v LEFT JOIN reserved r ON true
"""


async def reserve(conn: Connection, attempt: Attempt) -> Reservation:
    """Count the attempt unless a limit is reached. It needs a transaction of its own, which must commit.

    All attempts for the same login or from the same network wait for each other here, on every worker.
    """
    network = hashlib.sha256(str(attempt.network).encode()).digest()
    await lock(conn, [(LockKind.LOGIN, attempt.login_hash), (LockKind.NETWORK, network)])
    row = await conn.fetchrow(
        RESERVE,
        attempt.login_hash,
        attempt.network,
        attempt.login,
        [limit.name for limit in LIMITS],
        [limit.max_failures for limit in LIMITS],
        [limit.period for limit in LIMITS],
        LONGEST_PERIOD,
        KNOWN_NETWORK_LIFETIME,
        UNDECIDED_TIMEOUT,
        CLEANUP_BATCH,
    )
    assert row is not None  # noqa: S101 - an aggregate always gives a row
    return to_struct(Reservation, row)


MARK_FAILED: LiteralString = "UPDATE sign_in_failures SET is_settled = true WHERE id = $1"


async def mark_failed(conn: Connection, attempt_id: int) -> None:
    """Mark the attempt as failed."""
    await conn.execute(MARK_FAILED, attempt_id)


# Other attempts that are being checked keep their own outcome.
CLEAR_FAILURES: LiteralString = """
    WITH cleared AS (
        DELETE FROM sign_in_failures WHERE id = $1 OR (login_hash = $2 AND ip = $3 AND is_settled)
    ), expired AS (
        DELETE FROM known_networks WHERE ctid = ANY (ARRAY (
            SELECT ctid FROM known_networks
            WHERE last_at < now() - $5::interval AND (user_id, network) <> ($4, $3)
            ORDER BY last_at LIMIT $6 FOR UPDATE SKIP LOCKED))
    )
    INSERT INTO known_networks (user_id, network) VALUES ($4, $3)
    ON CONFLICT (user_id, network) DO UPDATE SET last_at = now()
    WHERE known_networks.last_at < now() - interval '1 day'
"""


async def clear_failures(conn: Connection, attempt: Attempt, attempt_id: int, user_id: int) -> None:
    """Delete this network's failures for the login, and remember that the user signs in from there."""
    await conn.execute(
        CLEAR_FAILURES, attempt_id, attempt.login_hash, attempt.network, user_id, KNOWN_NETWORK_LIFETIME, CLEANUP_BATCH
    )


FORGET: LiteralString = """
    DELETE FROM sign_in_failures WHERE id = $1 OR (login_hash = $2 AND ip = $3 AND is_settled)
"""


async def forget(conn: Connection, attempt: Attempt, attempt_id: int) -> None:
    """Delete this network's failures for a login that no user has."""
    await conn.execute(FORGET, attempt_id, attempt.login_hash, attempt.network)


DELETE_FAILURES: LiteralString = "DELETE FROM sign_in_failures WHERE login_hash = ANY ($1::bytea[])"


async def delete_failures(conn: Connection, logins: Iterable[str | None]) -> None:
    """Delete the failures of the logins, so that logins blocked by too many failures work again."""
    await conn.execute(DELETE_FAILURES, [hash_login(login) for login in logins if login])


AUDIT_FAILED_SIGN_IN: LiteralString = """
    SELECT record_of_user($1, 'user', $1, 'sign_in_failed', NULL, jsonb_build_object('device', $2::text))
"""


async def audit_failed_sign_in(conn: Connection, user_id: int | None, device: str) -> None:
    """Write the failure into the audit log of each chain that the user works for.

    Also called for logins that no user has, so that both cases take the same time.
    """
    await conn.execute(AUDIT_FAILED_SIGN_IN, user_id, device)
