"""The account of a person who books online (tag Client Personal Cabinet)."""

from parlour.access.identity import Client
from parlour.access.permissions import Entry
from parlour.areas.client_accounts import queries, refusals, service
from parlour.areas.client_accounts.v1 import wire
from parlour.areas.phone_codes.refusals import TOO_MANY_CODES
from parlour.errors import NotFound
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Detached, Reading, Writing
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, MessageAnswer, answer, message_answer
from parlour.pages.translations import find_language
from parlour.refusals import MessageRefusal

operations = Operations(B2B_V1, "Client Personal Cabinet", "What people who book online see and change of their own.")

NO_LOCATION = MessageRefusal(NotFound, "no_location", "The location or the chain doesn't exist.", "Location")


@operations.get("/api/v1/booking/user/data", "get_booking_user", Entry.CLIENT, answers_secret=True)
async def get_booking_user(ctx: Reading[Client]) -> wire.OwnAccount:
    """Get the own account

    Without an envelope.
    """
    account = await queries.get_account(ctx.conn, ctx.client.account_id)
    return wire.OwnAccount.of(account, ctx.client.token)


@operations.put(
    "/api/v1/booking/user",
    "update_booking_user",
    Entry.CLIENT,
    status=202,
    refuses=(refusals.BAD_CODE, refusals.PHONE_TAKEN),
)
async def update_booking_user(ctx: Detached[Client], data: Body[wire.AccountChanges]) -> MessageAnswer:
    """Change the own account

    Fields that are left out keep their values. A new phone number needs a code that was sent to it.
    """
    given = data.accept()
    await service.update_account(ctx.pool, ctx.client, given.to_patch(), given.confirmation_code or "")
    return message_answer("Accepted")


@operations.put(
    "/api/v1/booking/user/password",
    "update_booking_user_password",
    Entry.CLIENT,
    answers_secret=True,
    refuses=(refusals.WRONG_PASSWORD, refusals.TOO_MANY_ATTEMPTS),
)
async def update_booking_user_password(
    ctx: Detached[Client], data: Body[wire.PasswordChange]
) -> Answer[wire.ClientToken]:
    """Change the own password

    All tokens of the account end, and the answer has a new one.
    """
    given = data.accept()
    token = await service.change_password(
        ctx.pool, ctx.services.passwords, ctx.client, given.old_password or "", given.new_password, ctx.address
    )
    return answer(wire.ClientToken(token))


@operations.get(
    "/api/v1/booking/user/phone_confirmation",
    "send_phone_update_verification_code",
    Entry.CLIENT,
    status=202,
    refuses=(TOO_MANY_CODES, NO_LOCATION, refusals.NO_PLACE),
)
async def send_phone_update_verification_code(ctx: Writing[Client], query: wire.NewPhone) -> MessageAnswer:
    """Send a code to a new phone number

    Through a location, or through the first one of a chain.
    """
    if query.company_id is None and query.group_id is None:
        raise refusals.NO_PLACE.error("company_id")
    await service.send_code_to_new_phone(
        ctx.conn,
        query.company_id,
        query.group_id,
        query.phone,
        language=find_language(accept_language=ctx.accept_language),
        most_of_location=ctx.services.settings.sms_codes_per_hour,
    )
    return message_answer("Accepted")
