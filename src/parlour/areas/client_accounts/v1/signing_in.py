"""Signing in of people who book online (tag Authentication B2C)."""

from parlour.access.identity import Partner
from parlour.access.permissions import Entry
from parlour.areas.client_accounts import refusals, service
from parlour.areas.client_accounts.model import SignedIn
from parlour.areas.client_accounts.v1 import wire
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Detached
from parlour.http.operations import Operations

operations = Operations(B2B_V1, "Authentication B2C")

REFUSES = (refusals.WRONG_CREDENTIALS, refusals.WRONG_CODE, refusals.TOO_MANY_ATTEMPTS)


@operations.post(
    "/api/v1/user/auth",
    "log_in_with_phone_number_and_code",
    Entry.PARTNER,
    answers_secret=True,
    refuses=REFUSES,
)
async def log_in_with_phone_number_and_code(ctx: Detached[Partner], data: Body[wire.ClientSignIn]) -> wire.ClientToken:
    """Sign in as a client

    By phone and code, which creates the account the first time, or by login and password. The token stands in the
    place of a user token, for operations of clients alone. The answer has no envelope.
    """
    return wire.ClientToken((await _sign_in(ctx, data.accept())).token)


@operations.post(
    "/api/v1/booking/auth",
    "authorize_online_booking_user",
    Entry.PARTNER,
    answers_secret=True,
    refuses=REFUSES,
)
async def authorize_online_booking_user(ctx: Detached[Partner], data: Body[wire.ClientSignIn]) -> wire.ClientAccount:
    """Sign in as a client, and get the account

    The same with the account in the answer, which has no envelope.
    """
    return wire.ClientAccount.of(await _sign_in(ctx, data.accept()))


async def _sign_in(ctx: Detached[Partner], given: wire.ClientSignIn) -> SignedIn:
    partner_id = ctx.partner.partner_id
    if given.phone and isinstance(given.code, str):
        return await service.sign_in_by_code(ctx.pool, partner_id, given.phone, given.code)
    return await service.sign_in_by_password(
        ctx.pool, ctx.services.passwords, partner_id, given.login or "", given.password or "", ctx.address
    )
