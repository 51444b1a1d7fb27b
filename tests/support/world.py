"""What the examples of the description name, in the database: for tests that send what it shows."""

import re
from decimal import Decimal
from typing import Any

import httpx
import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.bills_of_materials.model import Line
from parlour.areas.calendar_feeds.model.feeds import NewFeed
from parlour.areas.calendar_feeds.service.feeds import create_feed
from parlour.areas.categories.model import Category
from parlour.areas.online_booking.v1.wire.records import HASH
from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.support.codes import make_code
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.bills import make_bill
from tests.support.factories.booking_forms import make_form
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, make_product
from tests.support.factories.clients import make_client, make_comment, make_file
from tests.support.factories.custom_fields import make_field
from tests.support.factories.event_schedules import make_client_schedule, make_schedule, make_series
from tests.support.factories.events import book_seats, make_event, make_event_service, make_strategy
from tests.support.factories.images import make_image
from tests.support.factories.merges import merge_another
from tests.support.factories.payments import accounts_of, make_payment
from tests.support.factories.resources import make_resource
from tests.support.factories.reviews import make_review
from tests.support.factories.schedules import BOOKABLE_MONDAY, MONDAY, set_hours
from tests.support.factories.services import assign, make_service, make_service_category
from tests.support.factories.stock import make_document, make_transaction, storages_of
from tests.support.factories.tags import make_tag
from tests.support.factories.team import make_position, make_team_member
from tests.support.factories.users import give_role, make_member
from tests.support.people import HILLSIDE, OWNER
from tests.support.requests import Ids

NOTHING = Ids(**dict.fromkeys(Ids.__struct_fields__, 999_999))
"""Ids that no row has."""
# Where the numbers of each table begin, so that what is made next has those of the examples.
EXAMPLES = Ids()
FIRST_IDS = {
    "categories": EXAMPLES.shelf_id,
    "products": EXAMPLES.product_id,
    "images": EXAMPLES.image_id,
    "stock_documents": EXAMPLES.document_id,
    "stock_transactions": EXAMPLES.transaction_id,
    "tags": EXAMPLES.tag_id,
    "resources": EXAMPLES.resource_id,
    "resource_instances": EXAMPLES.instance_id,
    "custom_fields": EXAMPLES.field_id,
    "service_categories": EXAMPLES.service_category_id,
    "services": EXAMPLES.service_id,
    "bills_of_materials": EXAMPLES.bill_id,
    "team_members": EXAMPLES.team_member_id,
    "positions": EXAMPLES.position_id,
    "clients": EXAMPLES.client_id,
    "appointments": EXAMPLES.appointment_id,
    "visits": EXAMPLES.visit_id,
    "cash_accounts": EXAMPLES.account_id,
    "finance_transactions": EXAMPLES.payment_id,
    "reviews": EXAMPLES.review_id,
    "client_comments": EXAMPLES.comment_id,
    "client_files": EXAMPLES.file_id,
    "client_merges": EXAMPLES.merge_id,
    "users": EXAMPLES.user_id,
    "calendar_feeds": EXAMPLES.feed_id,
    "events": EXAMPLES.event_id,
    "booking_forms": EXAMPLES.form_id,
    "event_strategies": EXAMPLES.strategy_id,
    "event_schedules": EXAMPLES.schedule_id,
    "event_series": EXAMPLES.series_id,
    "client_schedules": EXAMPLES.client_schedule_id,
}
REPEATED_ID = re.compile(r": \d+\.(?=\")")
# Without DDL, after which a database can't be put back and is replaced (tests/support/kept_database.py).
CONTINUE_WITH = "SELECT setval(pg_get_serial_sequence($1, 'id'), $2, false)"
REPLACE_SESSION = """
    WITH earlier AS (DELETE FROM sessions WHERE id = $1 RETURNING user_id, partner_id, token_hash, device),
    moved AS (INSERT INTO sessions (user_id, partner_id, token_hash, device) SELECT * FROM earlier)
    SELECT
"""
CREATE_SESSION = """
    INSERT INTO sessions (id, user_id, partner_id, token_hash, device) OVERRIDING SYSTEM VALUE
    VALUES ($1, $2, 1, sha256('another'), 'tests')
"""

# The text of a statement that reads all tables: one for each would take ten times as long.
READ_EVERYTHING = """
    SELECT 'SELECT name, ARRAY(SELECT (row - ''last_used_at'' - ''changed_in'')::text FROM unnest(rows) row'
        ' WHERE row ->> ''action'' IS DISTINCT FROM ''refused'' ORDER BY 1) AS found FROM ('
        || string_agg(format('SELECT %L, ARRAY(SELECT to_jsonb(t) FROM %I t)', tablename, tablename), ' UNION ALL ')
        || ') everything (name, rows)'
    FROM pg_tables WHERE schemaname = 'public'
"""


async def settle_in(conn: Connection, tenant: Tenant) -> Ids:
    """Give a tenant one of everything: the same names and articles in every tenant."""
    shelf = await make_category(conn, tenant, "Shelf", article="S")
    await _continue_with(conn, "categories", shelf.id, EXAMPLES.shelf_id, EXAMPLES.category_id)
    empty = await make_category(conn, tenant, "Empty", article="E", parent_id=shelf.id)
    product = await make_bottle(conn, tenant, shelf, article="A-1", barcode="4006381333931")
    session_id = await conn.fetchval("SELECT id FROM sessions WHERE user_id = $1", tenant.user_id)
    image = await make_image(conn, tenant, product)
    tag = await make_tag(conn, tenant, "Newcomer")
    resource = await make_resource(conn, tenant, "Solarium", "Bed 1")
    field = await make_field(conn, tenant)
    position_id = await make_position(conn, tenant, f"Colourist {tenant.location_id}")
    sold = await sell(conn, tenant, product.id)
    offered = await offer(conn, tenant, product.id, sold["storage_id"], position_id=position_id)
    await set_hours(conn, tenant, offered["team_member_id"], [MONDAY, BOOKABLE_MONDAY])
    client_id = await make_client(conn, tenant, "Maya", phone="13155550175", tag_ids=[tag.id])
    booked = await book(conn, tenant, offered["team_member_id"], offered["service_id"], client_id=client_id)
    ahead = {"link_hash": HASH, "client_id": client_id}
    mine = await book(
        conn, tenant, offered["team_member_id"], offered["service_id"], f"{BOOKABLE_MONDAY} 16:00", **ahead
    )
    gathering = await gather(conn, tenant, offered["team_member_id"])
    feed = await create_feed(conn, tenant, NewFeed(offered["team_member_id"], shows_clients=False))
    comment_id = await make_comment(conn, tenant, client_id)
    file_id = await make_file(conn, tenant, client_id)
    merged = await merge_another(conn, tenant, client_id)
    client_schedule_id = await enrol(conn, tenant, merged["other_client_id"], gathering)
    review_id = await make_review(conn, tenant, offered["team_member_id"])
    visit_id = await conn.fetchval("SELECT visit_id FROM appointments WHERE id = $1", booked)
    cash, _ = await accounts_of(conn, tenant)
    return Ids(
        tenant.location_id or 0, empty.id, product.id, shelf.id, session_id, tenant.user_id, image.id,
        tag_id=tag.id, resource_id=resource.id, instance_id=resource.instances[0].id, field_id=field.id,
        position_id=position_id, client_id=client_id, comment_id=comment_id, file_id=file_id,
        appointment_id=booked, booked_id=mine, form_id=await make_form(conn, tenant), feed_id=feed.feed.id,
        review_id=review_id, visit_id=visit_id, account_id=cash,
        client_schedule_id=client_schedule_id,
        payment_id=await make_payment(conn, tenant, booked, "5"), chain_id=tenant.chain_id, **merged, **sold, **offered,
        **gathering,
    )  # fmt: skip


async def make_bottle(conn: Connection, tenant: Tenant, shelf: Category, **fields: Any) -> Product:
    """A product in the units of the examples: a bottle of 250 ml."""
    units = {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "unit_ratio": Decimal(250)}
    return await make_product(conn, tenant, shelf, "Argan", **units, **fields)


async def sell(conn: Connection, tenant: Tenant, product_id: int) -> dict[str, int]:
    """Sell some of a product in an appointment. Return the ids of storage, document and transaction."""
    _, storage_id, *_ = await storages_of(conn, tenant)
    document_id = await make_document(conn, tenant, Kind.SALE, storage_id)
    transaction_id = await make_transaction(conn, tenant, document_id, product_id, -1, appointment_id=1)
    sold = {"storage_id": storage_id, "document_id": document_id, "transaction_id": transaction_id}
    return {**sold, "sale_id": transaction_id}


async def offer(conn: Connection, tenant: Tenant, product_id: int, storage_id: int, **member: Any) -> dict[str, int]:
    """Offer a service that a team member provides and that uses up some of a product.

    Return the ids of both, of a member without services, of an unused bill and of an empty category.
    """
    line = Line(storage_id, product_id, Decimal(40))
    unused, used = await make_bill(conn, tenant, line), await make_bill(conn, tenant, line)
    member_id = await make_team_member(conn, tenant, **member)
    await _continue_with(conn, "team_members", member_id, EXAMPLES.team_member_id, EXAMPLES.free_member_id)
    service_id = await make_service(conn, tenant)
    await assign(conn, tenant, service_id, member_id, bill_id=used.id)
    return {
        "service_category_id": await make_service_category(conn, tenant),
        "service_id": service_id,
        "team_member_id": member_id,
        "free_member_id": await make_team_member(conn, tenant, "Noa Bell"),
        "bill_id": unused.id,
    }


async def book(
    conn: Connection, tenant: Tenant, member_id: int, service_id: int, starts: str = "2026-02-02 16:00", **fields: Any
) -> int:
    """Book the service in the afternoon of a day on which the member works, and return the id."""
    appointment_id = await make_appointment(conn, tenant, member_id, starts, **fields)
    await add_service(conn, tenant, appointment_id, service_id)
    return appointment_id


async def gather(conn: Connection, tenant: Tenant, member_id: int) -> dict[str, int]:
    """Make an event before noon of the day on which the member works, a booked one, one of a schedule, and one ahead.

    Return the ids of all, of the booking, of the series, of the service, and of a strategy.
    """
    service_id = await make_event_service(conn, tenant, member_id)
    event_id = await make_event(conn, tenant, member_id, service_id, "2026-02-02 11:00", capacity=12)
    booked_event_id = await make_event(conn, tenant, member_id, service_id, "2026-02-09 11:00", capacity=12)
    seat_id = await book_seats(conn, tenant, booked_event_id)
    await add_service(conn, tenant, seat_id, service_id)
    scheduled_event_id = await make_event(conn, tenant, member_id, service_id, "2026-02-16 11:00", capacity=12)
    schedule_id = await make_schedule(conn, tenant, scheduled_event_id)
    ahead = await make_event(conn, tenant, member_id, service_id, f"{BOOKABLE_MONDAY} 11:00", capacity=12)
    return {
        "event_id": event_id,
        "booked_event_id": booked_event_id,
        "open_event_id": ahead,
        "seat_id": seat_id,
        "event_service_id": service_id,
        "strategy_id": await make_strategy(conn, tenant),
        "scheduled_event_id": scheduled_event_id,
        "schedule_id": schedule_id,
        "series_id": await make_series(conn, tenant, schedule_id, scheduled_event_id),
    }


async def enrol(conn: Connection, tenant: Tenant, client_id: int, gathering: dict[str, int]) -> int:
    """Make a client schedule of a client with the series, and return its id."""
    return await make_client_schedule(conn, tenant, gathering["schedule_id"], client_id, gathering["series_id"])


async def make_examples(conn: Connection, tenant: Tenant) -> Ids:
    """Give the owner in HARBOUR what the examples name, under their numbers."""
    for table, first in FIRST_IDS.items():
        await conn.fetchval(CONTINUE_WITH, table, first)
    made = await settle_in(conn, tenant)
    await make_code(conn, "13155550177", "4821")
    await conn.execute(REPLACE_SESSION, EXAMPLES.session_id)
    await conn.execute(CREATE_SESSION, EXAMPLES.session_id, OWNER.id)
    worker = await make_member(conn, "worker-of-the-examples")
    await give_role(conn, worker, "worker", HILLSIDE)
    made = msgspec.structs.replace(made, session_id=EXAMPLES.session_id, user_id=worker.id)
    assert msgspec.structs.asdict(made) == msgspec.structs.asdict(EXAMPLES)
    return made


async def _continue_with(conn: Connection, table: str, made: int, first: int, second: int) -> None:
    """Where the first of a table has the number of its example, let the second have its own, too."""
    if made == first:
        await conn.fetchval(CONTINUE_WITH, table, second)


async def everything(conn: Connection) -> dict[str, list[str]]:
    """All rows of all tables, save that an attempt was refused; when a session was last used doesn't matter."""
    rows = await conn.fetch(await conn.fetchval(READ_EVERYTHING))
    return {row["name"]: row["found"] for row in rows}


def outcome(response: httpx.Response) -> tuple[int, str]:
    """The answer, without an id that a message repeats from the request."""
    return response.status_code, REPEATED_ID.sub(": …", response.text)


def shows_nothing(response: httpx.Response) -> bool:
    """Whether an answer is a refusal, a list or table without rows, or an object in which all is null."""
    if response.status_code != 200:
        return True
    if response.headers["content-type"].startswith("text/csv"):
        return len(response.text.splitlines()) <= 1
    data = response.json()["data"]
    return not (any(value is not None for value in data.values()) if isinstance(data, dict) else data)


def refuses(response: httpx.Response, *statuses: int) -> bool:
    """Whether an answer has one of the statuses, or says that each row of the body is refused (Q-259)."""
    if response.status_code != 200:
        return response.status_code in statuses
    data = response.json()["data"]
    return isinstance(data, dict) and data.get("created") == [] and bool(data.get("errors"))
