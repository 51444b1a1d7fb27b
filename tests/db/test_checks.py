"""What each CHECK of a table takes and refuses: the last values that pass, and the first that don't.

Almost all of it is checked earlier, with an error for the caller. This is what holds whatever the code does.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from parlour.db.pool import Connection

Row = dict[str, Any]
Rows = list[Row]

NOT_EMPTY = """
    bills_of_materials.title booking_forms.title cash_accounts.title categories.title chain_roles.role chains.title
    cities.title client_comments.text client_files.name clients.name custom_fields.title event_strategies.title
    invitations.name invitations.sent_to location_roles.role locations.title outbox.kind partners.title positions.title
    products.title resource_instances.title resources.title reviews.author_name service_categories.title
    service_translations.title services.title storages.title tags.title team_members.name users.name
"""
RANGES: dict[str, tuple[int, int]] = {
    "appointment_services.discount": (0, 100),
    "clients.discount": (0, 100),
    "event_series.capacity": (1, 10_000),
    "event_series.minute": (0, 1439),
    "event_series.weekday": (1, 7),
    "event_strategies.content": (1, 2),
    "event_strategies.mode": (1, 7),
    "event_strategies.skipped": (0, 99),
    "events.capacity": (1, 10_000),
    "locations.booking_max_seats": (1, 255),
    "locations.email_reminder_hours": (0, 8760),
    "locations.max_event_seats": (1, 255),
    "locations.sms_reminder_hours": (0, 8760),
    "reviews.rating": (1, 5),
    "service_team_members.duration": (300, 86_100),
    "services.discount": (0, 100),
    "services.duration": (300, 86_400),
    "stock_transactions.discount": (0, 100),
}
# The first and the last of them, and what they are multiples of.
MULTIPLES: dict[str, tuple[int, int, int]] = {
    "appointments.duration": (300, 86_400, 300),
    "event_series.duration": (300, 86_400, 300),
    "events.duration": (300, 86_400, 300),
    "locations.booking_lead_minutes": (0, 1380, 30),
    "locations.technical_break": (0, 3600, 300),
    "services.technical_break": (0, 3600, 300),
}
AT_LEAST: dict[str, int] = {
    "appointment_consumables.price": 0,
    "appointment_services.amount": 1,
    "appointment_services.price": 0,
    "appointment_services.unit_price": 0,
    "appointments.seat_count": 1,
    "client_files.size": 1,
    "client_schedules.seat_count": 1,
    "outbox.attempts": 0,
    "products.cost_price": 0,
    "products.critical_amount": 0,
    "products.desired_amount": 0,
    "products.gross_mass": 0,
    "products.net_mass": 0,
    "products.price": 0,
    "stock_transactions.cost": 0,
    "stock_transactions.price": 0,
    "stock_transactions.unit_cost": 0,
}
ABOVE_0 = "appointment_consumables.amount bill_lines.amount products.unit_ratio stock_transactions.unit_ratio"
NOT_0 = "finance_transactions.amount stock_movements.amount"
COLOURS = "#00ff7a", ("", "#00FF7A", "#00ff7", "#00ff7ab", "00ff7a", "x#00ff7a")
PHONES = ("123456789", "123456789012345"), ("12345678", "1234567890123456", "+12345678901")
PATTERNS: dict[str, tuple[Iterable[str], Iterable[str]]] = {
    "appointments.color": (("", "00ff7a"), ("00ff7", "#00ff7a", "00FF7A")),
    "appointments.language": (("", "en"), ("e", "eng", "EN")),
    "appointments.link_hash": (("0f" * 16,), ("0f" * 15, "0f" * 17, "0F" * 16, "")),
    "blocked_phones.phone": (PHONES[0], ("", *PHONES[1])),
    "booking_forms.button_color": ((COLOURS[0],), COLOURS[1]),
    "booking_forms.facebook_pixel_id": (("", "12"), ("a", "1 2")),
    "booking_forms.google_analytics_id": (("", "UA-1a"), ("UA 1", "<")),
    "booking_forms.main_color": (("", COLOURS[0]), COLOURS[1][1:]),
    "booking_forms.secondary_color": (("", COLOURS[0]), COLOURS[1][1:]),
    "booking_forms.terms_url": (("", "http://a", "https://a"), ("http://", "ftp://a", "javascript:x")),
    "booking_page_keys.key": (("0f" * 16,), ("0f" * 15, "0f" * 17, "0F" * 16, "")),
    "cities.country_code": (("AM",), ("am", "A", "ARM", "")),
    "client_accounts.phone": (PHONES[0], ("", *PHONES[1])),
    "clients.phone": (("", *PHONES[0]), PHONES[1]),
    "custom_fields.code": (("a", "a-_9" + "x" * 251), ("", "A", "x" * 256, "a b")),
    "events.color": (("", "00ff7a"), ("00ff7", "#00ff7a", "00FF7A")),
    "locations.country_code": (("AM",), ("am", "A", "ARM", "")),
    "locations.currency": (("AMD",), ("amd", "AM", "AMDX", "")),
    "tags.color": ((COLOURS[0],), COLOURS[1]),
}
KINDS_OF_DOCUMENT = "sale usage receipt write_off transfer stock_take"
CHOICES: dict[str, str] = {
    "appointment_messages.channel": "email sms",
    "appointment_messages.occasion": "booked changed cancelled reminder",
    "appointments.attendance": "waiting confirmed arrived no_show",
    "appointments.source": "staff mobile_page desktop_page api",
    "booking_forms.form_position": "right left",
    "cash_accounts.kind": "cash card",
    "clients.gender": "unknown male female",
    "clients.importance": "none bronze silver gold",
    "custom_fields.kind": "client appointment",
    "custom_fields.value_type": "text number select list date datetime",
    "employees.gender": "unknown male female",
    "images.entity": "product location service team_member booking_form",
    "locations.calendar_bookings": "mixed individual group",
    "message_refusals.channel": "email sms",
    "positions.services_binding": "off soft strict",
    "product_keys.kind": "c t",
    "services.prepayment": "forbidden optional required",
    "stock_documents.kind": KINDS_OF_DOCUMENT,
    "stock_transactions.kind": KINDS_OF_DOCUMENT,
    "stock_transactions.unit": "sale write_off",
    "storages.kind": "consumables products",
    "tags.kind": "common client appointment event",
    "team_members.prepayment": "forbidden allowed required",
    "texts_to_fold.kind": "categories products",
    "visits.attendance": "waiting confirmed arrived no_show",
}
NOW = "2026-01-05T12:00:00Z"
OBJECTS = "appointments.custom_values clients.custom_values location_roles.rights"
BREAK: tuple[Rows, Rows] = (
    [
        {"duration": 600, "technical_break": 0},
        {"duration": 600, "technical_break": 600},
        {"duration": 7200, "technical_break": 3600},
    ],
    [
        {"duration": 600, "technical_break": -300},
        {"duration": 600, "technical_break": 900},
        {"duration": 7200, "technical_break": 3900},
        {"duration": 600, "technical_break": 299},
    ],
)
PRICES: tuple[Rows, Rows] = (
    [{"price_min": 0, "price_max": 0}, {"price_min": 5, "price_max": 5}, {"price_min": 5, "price_max": 6}],
    [{"price_min": -1, "price_max": 0}, {"price_min": 6, "price_max": 5}],
)
SEARCHED = {"search_start": 5, "search_finish": 5, "search_step": 1, "step": 0}
SEARCH: tuple[Rows, Rows] = (
    [SEARCHED, {**SEARCHED, "search_start": 0, "search_finish": 86_400}],
    [
        {**SEARCHED, "search_start": -1},
        {**SEARCHED, "search_start": 6},
        {**SEARCHED, "search_finish": 86_401},
        {**SEARCHED, "search_step": 0},
    ],
)
PLACES = {"service_place": 1, "member_place": 2, "time_place": 3}
COUNT = {"kind": "stock_take", "counted": 5, "expected": 3, "amount": 2}
SALE = {"kind": "sale", "counted": None, "expected": None, "amount": 2}
OPEN: Row = {
    **dict.fromkeys(["done_at", "given_up_at", "taken_at", "next_attempt_at"]),
    "payload": {},
    "is_secret": False,
}
# Rules about several columns of a row: rows that pass, and rows that don't.
RULES: list[tuple[str, tuple[Rows, Rows]]] = [
    ("appointments", BREAK),
    ("events", BREAK),
    ("event_series", BREAK),
    ("services", PRICES),
    ("service_team_members", PRICES),
    ("services", SEARCH),
    ("services", ([], [{**SEARCHED, "step": -1}])),
    ("team_members", SEARCH),
    (
        "appointment_messages",
        (
            [{"sent_at": NOW, "dropped_at": None}, {"sent_at": None, "dropped_at": NOW}],
            [{"sent_at": NOW, "dropped_at": NOW}],
        ),
    ),
    (
        "booking_forms",
        (
            [PLACES, {"service_place": 3, "member_place": 1, "time_place": 2}],
            [{**PLACES, "member_place": 1}, {**PLACES, "time_place": 2}, {**PLACES, "time_place": 1}]
            + [{**PLACES, "service_place": place} for place in (0, 4)]
            + [{**PLACES, "member_place": place} for place in (0, 4)]
            + [{**PLACES, "time_place": place} for place in (0, 4)],
        ),
    ),
    ("client_merges", ([{"merged_ids": [1]}], [{"merged_ids": []}])),
    (
        "custom_fields",
        (
            [
                {"choices": [], "value_type": "text"},
                {"choices": ["a"], "value_type": "select"},
                {"choices": ["a"], "value_type": "list"},
            ],
            [{"choices": ["a"], "value_type": "text"}],
        ),
    ),
    (
        "event_schedules",
        (
            [{"first_day": "2026-01-05", "last_day": "2026-01-05"}],
            [{"first_day": "2026-01-05", "last_day": "2026-01-04"}],
        ),
    ),
    ("event_strategies", ([{"days": []}, {"days": [0, 1, 2, 3, 4, 5, 6]}], [{"days": [7]}, {"days": [-1, 0]}])),
    (
        "events",
        (
            [{"taken_seats": 0, "capacity": 3}, {"taken_seats": 3, "capacity": 3}],
            [{"taken_seats": -1, "capacity": 3}, {"taken_seats": 4, "capacity": 3}],
        ),
    ),
    (
        "images",
        (
            [{"names": ["a"] * 3, "widths": [1] * 3, "heights": [1] * 3}],
            [
                {"names": ["a"] * 2, "widths": [1] * 3, "heights": [1] * 3},
                {"names": ["a"] * 3, "widths": [1] * 4, "heights": [1] * 3},
                {"names": ["a"] * 3, "widths": [1] * 3, "heights": [1] * 2},
            ],
        ),
    ),
    (
        "outbox",
        (
            [OPEN, {**OPEN, "is_secret": True}, {**OPEN, "next_attempt_at": NOW}, {**OPEN, "taken_at": NOW}]
            + [{**OPEN, ended: NOW} for ended in ("done_at", "given_up_at")]
            + [{**OPEN, ended: NOW, "payload": None} for ended in ("done_at", "given_up_at")]
            + [{**OPEN, ended: NOW, "payload": None, "is_secret": True} for ended in ("done_at", "given_up_at")],
            [{**OPEN, "payload": None}, {**OPEN, "done_at": NOW, "given_up_at": NOW}]
            + [{**OPEN, ended: NOW, "is_secret": True} for ended in ("done_at", "given_up_at")]
            + [{**OPEN, ended: NOW, "taken_at": NOW} for ended in ("done_at", "given_up_at")]
            + [{**OPEN, ended: NOW, "next_attempt_at": NOW} for ended in ("done_at", "given_up_at")],
        ),
    ),
    ("outbox", ([{"subject": "s"}, {"subject": "s" * 500}], [{"subject": ""}, {"subject": "s" * 501}])),
    (
        "resource_days",
        (
            [{"instance_ids": [], "busy": []}, {"instance_ids": [1], "busy": [0, 9]}],
            [{"instance_ids": [1], "busy": [0]}, {"instance_ids": [1], "busy": [0, 9, 0, 9]}],
        ),
    ),
    ("schedule_days", ([{"busy": []}, {"busy": [0, 9]}], [{"busy": [0]}, {"busy": [0, 9, 12]}])),
    (
        "schedule_days",
        (
            [{"minutes": []}, {"minutes": [0, 1440]}, {"minutes": [540, 720, 780, 1080]}, {"minutes": [0, 5, 5, 9]}],
            [
                *({"minutes": minutes} for minutes in ([540], [720, 540], [540, 540], [-5, 540], [0, 1441])),
                {"minutes": [540, 720, 700, 1080]},
            ],
        ),
    ),
    (
        "services",
        (
            [{"date_from": "2026-01-05", "date_to": "2026-01-05"}],
            [{"date_from": "2026-01-05", "date_to": "2026-01-04"}],
        ),
    ),
    (
        "stock_documents",
        (
            [
                {"kind": "transfer", "storage_id": 1, "to_storage_id": 2},
                {"kind": "sale", "storage_id": 1, "to_storage_id": None},
            ],
            [
                {"kind": "transfer", "storage_id": 1, "to_storage_id": 1},
                {"kind": "transfer", "storage_id": 1, "to_storage_id": None},
                {"kind": "sale", "storage_id": 1, "to_storage_id": 2},
            ],
        ),
    ),
    (
        "stock_transactions",
        (
            [COUNT, {**COUNT, "expected": 5, "amount": 0}, SALE, {**SALE, "counted": 5}, {**SALE, "expected": 5}],
            [
                {**COUNT, "amount": 1},
                {**COUNT, "counted": None},
                {**COUNT, "expected": None},
                {**COUNT, "kind": "sale"},
                {**SALE, "amount": 0},
            ],
        ),
    ),
    (
        "users",
        (
            [{"email": "a@b.test", "phone": None}, {"email": None, "phone": "1"}],
            [{"email": None, "phone": None}],
        ),
    ),
]


Values = tuple[Iterable[Any], Iterable[Any]]


def _values() -> Iterator[tuple[str, Values]]:
    """Values of single columns that pass, and values that don't."""
    yield from ((name, (["x"], [""])) for name in NOT_EMPTY.split())
    yield from ((name, ([first, last], [first - 1, last + 1])) for name, (first, last) in RANGES.items())
    for name, (first, last, step) in MULTIPLES.items():
        yield name, ([first, first + step, last], [first - step, last + step, first + step - 1, first + 1])
    yield from ((name, ([lowest, 1_000], [lowest - 1])) for name, lowest in AT_LEAST.items())
    yield from ((name, ([1], [0, -1])) for name in ABOVE_0.split())
    yield from ((name, ([1, -1], [0])) for name in NOT_0.split())
    yield from PATTERNS.items()
    yield from ((name, (choices.split(), ["", "x"])) for name, choices in CHOICES.items())
    yield "booking_forms.button_position", (["bottom right", "bottom left", "top right", "top left"], ["", "right"])
    yield from ((name, ([{}], [[], 1, ""])) for name in OBJECTS.split())
    yield "access_version.is_only", ([True], [False])


def _examples() -> dict[str, list[tuple[Row, bool]]]:
    """Rows by table, and whether they pass."""
    found: dict[str, list[tuple[Row, bool]]] = defaultdict(list)
    for name, (passing, refused) in _values():
        table, column = name.split(".")
        found[table] += [({column: value}, True) for value in passing]
        found[table] += [({column: value}, False) for value in refused]
    for table, (rows_passing, rows_refused) in RULES:
        found[table] += [(row, True) for row in rows_passing] + [(row, False) for row in rows_refused]
    return found


EXAMPLES = _examples()
CHECKS = """
    SELECT conname, pg_get_expr(conbin, conrelid) AS condition,
           ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey)) AS columns
    FROM pg_constraint WHERE contype = 'c' AND conrelid = to_regclass($1)
"""
ALL_CHECKS = """
    SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace
"""
# A check of several columns says nothing of a row that lacks one of them.
ONE_CHECK = "CASE WHEN value ?& '{{{columns}}}' THEN CASE WHEN NOT ({condition}) THEN '{conname}' END END"


async def _refusing(conn: Connection, table: str) -> list[list[str]]:
    """Which checks of the table refuse each example."""
    checks = await conn.fetch(CHECKS, table)
    refusing = ", ".join(
        ONE_CHECK.format(columns=",".join(columns), condition=condition, conname=conname)
        for conname, condition, columns in checks
    )
    rows = await conn.fetch(
        f"""
        SELECT array_remove(ARRAY[{refusing}], NULL) AS refusing
        FROM ROWS FROM (jsonb_array_elements($1::jsonb)) WITH ORDINALITY AS given (value, place),
             jsonb_populate_record(NULL::{table}, value) ORDER BY place
        """,
        json.dumps([row for row, _ in EXAMPLES[table]]),
    )
    return [row["refusing"] for row in rows]


@pytest.mark.parametrize("table", sorted(EXAMPLES))
async def test_a_table_takes_and_refuses(table: str, schema_conn: Connection) -> None:
    wrong = [
        (row, refusing)
        for (row, passes), refusing in zip(EXAMPLES[table], await _refusing(schema_conn, table), strict=True)
        if passes == bool(refusing)
    ]
    assert wrong == []


async def test_each_check_has_an_example_that_it_alone_refuses(schema_conn: Connection) -> None:
    """A new check needs an example here."""
    named = {row[0] for row in await schema_conn.fetch(ALL_CHECKS)}
    alone = {
        refusing[0] for table in EXAMPLES for refusing in await _refusing(schema_conn, table) if len(refusing) == 1
    }
    assert named - alone == set()
