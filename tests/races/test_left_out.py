"""What a change leaves out stays as somebody else has just written it: it is filled in from the locked row."""

import asyncio
from typing import Any, LiteralString

import msgspec
import pytest
from litestar import Litestar

from parlour.areas.online_booking.v1.wire.records import HASH
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.operations import operations
from tests.support.people import HARBOUR, WORKER
from tests.support.requests import Ids, address, name_of, thing_in
from tests.support.waiting import wait_until_blocked

DAY = "2026-01-31T18:30:00-05:00"
# What a change of a service can't go without.
PATCHED = {
    "title": "Haircut",
    "booking_title": "",
    "category_id": 0,
    "price_min": 0,
    "price_max": 0,
    "duration": 3600,
    "is_multi": False,
    "tax_variant": None,
    "vat_id": None,
    "is_need_limit_date": False,
    "seance_search_start": 0,
    "seance_search_finish": 86400,
    "step": 0,
    "seance_search_step": 900,
}


class Case(msgspec.Struct, frozen=True):
    """A change, what somebody else writes meanwhile of what it leaves out, and where that is kept."""

    body: Any
    other: LiteralString
    kept: LiteralString
    value: Any
    lock: LiteralString | None = None
    """What the other one locks first, as the server does."""


def cases(ids: Ids) -> dict[str, Case]:
    """By operation; `$1` is what its address names last."""
    return {
        "update_product": Case(
            {"title": "Argan", "category_id": ids.shelf_id, "sale_unit_id": 11, "service_unit_id": 4},
            "UPDATE products SET comment = 'seen' WHERE id = $1",
            "SELECT comment FROM products WHERE id = $1",
            "seen",
        ),
        "update_product_category": Case(
            {"title": "Empty"},
            "UPDATE categories SET article = 'E-1' WHERE id = $1",
            "SELECT article FROM categories WHERE id = $1",
            "E-1",
        ),
        **dict.fromkeys(
            ("update_tag_by_tag_id", "v2.update_tag"),
            Case(
                {"color": "#123456"},
                "UPDATE tags SET title = 'seen', icon = 'eye' WHERE id = $1",
                "SELECT title || icon FROM tags WHERE id = $1",
                "seeneye",
            ),
        ),
        "update_booking_user": Case(
            {"name": "Maya"},
            "UPDATE client_accounts SET email = 'seen@example.com' WHERE id = $1",
            "SELECT email FROM client_accounts WHERE id = $1",
            "seen@example.com",
        ),
        "update_booking_user_password": Case(
            {"new_password": "seven quiet lanterns 19"},
            "UPDATE client_accounts SET email = 'seen@example.com' WHERE id = $1",
            "SELECT email FROM client_accounts WHERE id = $1",
            "seen@example.com",
        ),
        "update_online_booking_datetime": Case(
            {"hash": HASH, "comment": "mine"},
            "UPDATE appointments SET api_id = 'seen' WHERE id = $1",
            "SELECT api_id FROM appointments WHERE id = $1",
            "seen",
        ),
        "update_online_booking_settings": Case(
            {"any_master": False},
            "UPDATE locations SET booking_lead_minutes = 60, booking_max_seats = 7 WHERE id = $1",
            "SELECT booking_lead_minutes || '-' || booking_max_seats FROM locations WHERE id = $1",
            "60-7",
        ),
        "update_timeslot_settings": Case(
            {"weekdays_settings": []},
            """UPDATE locations SET booking_has_grids = true, booking_dates = '[{"day": "2026-12-24", "starts": []}]'
               WHERE id = $1""",
            "SELECT booking_has_grids || (booking_dates -> 0 ->> 'day') FROM locations WHERE id = $1",
            "true2026-12-24",
        ),
        "update_booking_widget": Case(
            {"is_default": True},
            "UPDATE booking_forms SET description = 'seen', service_place = 2, member_place = 1 WHERE id = $1",
            "SELECT description || service_place FROM booking_forms WHERE id = $1",
            "seen2",
        ),
        "update_comment": Case(
            {"mark": 1},
            "UPDATE reviews SET text = 'seen' WHERE id = $1",
            "SELECT text FROM reviews WHERE id = $1",
            "seen",
        ),
        "deprecated_update_service_by_id": Case(
            {"title": "Haircut", "staff": [{"id": ids.team_member_id}]},
            "UPDATE services SET booking_title = 'seen', step = 600 WHERE id = $1",
            "SELECT booking_title || step FROM services WHERE id = $1",
            "seen600",
        ),
        "update_appointment": Case(
            {"comment": "By the window"},
            "UPDATE appointments SET api_id = 'seen', attendance = 'confirmed' WHERE id = $1",
            "SELECT api_id || attendance FROM appointments WHERE id = $1",
            "seenconfirmed",
        ),
        "update_event": Case(
            {
                "date": "2026-02-02 12:30",
                "service_id": ids.event_service_id,
                "staff_id": ids.team_member_id,
                "capacity": 7,
                "force": False,
            },
            "UPDATE events SET comment = 'seen', color = 'f44336' WHERE id = $1",
            "SELECT comment || color FROM events WHERE id = $1",
            "seenf44336",
        ),
        "v2.update_event": Case(
            {
                "date": "2026-02-02 12:30:00",
                "service_id": ids.event_service_id,
                "staff_id": ids.team_member_id,
                "resource_instance_ids": [],
                "label_ids": [],
                "length": 3600,
                "capacity": 7,
            },
            "UPDATE events SET technical_break = 600 WHERE id = $1",
            "SELECT technical_break FROM events WHERE id = $1",
            600,
        ),
        "update_timetable_event_schedule": Case(
            {},
            "UPDATE event_schedules SET last_day = '2026-04-06' WHERE id = $1",
            "SELECT last_day::text FROM event_schedules WHERE id = $1",
            "2026-04-06",
        ),
        "update_timetable_client_schedule": Case(
            {"schedule_days_ids": [ids.series_id]},
            "UPDATE client_schedules SET seat_count = 2 WHERE id = $1",
            "SELECT seat_count FROM client_schedules WHERE id = $1",
            2,
        ),
        "update_timetable_schedule_day": Case(
            {"force": False, "events_capacity": 7},
            "UPDATE event_series SET minute = 700, technical_break = 600 WHERE id = $1",
            "SELECT minute || '-' || technical_break || '-' || capacity FROM event_series WHERE id = $1",
            "700-600-7",
        ),
        "v2.update_event_appointment": Case(
            {"attendance_service_item": {"cost_per_unit": 20, "discount_percent": 0, "manual_cost": 20}},
            "UPDATE appointments SET comment = 'seen', color = 'f44336', api_id = 'A' WHERE id = $1",
            "SELECT comment || color || api_id FROM appointments WHERE id = $1",
            "seenf44336A",
        ),
        "v2.reschedule_event_appointment": Case(
            {"reschedule_activity_id": ids.event_id},
            "UPDATE appointments SET comment = 'seen', attendance = 'confirmed' WHERE id = $1",
            "SELECT comment || attendance FROM appointments WHERE id = $1",
            "seenconfirmed",
        ),
        "update_visit": Case(
            {"attendance": 2, "comment": "By the window"},
            "UPDATE appointments SET api_id = 'seen', color = 'f44336' WHERE id = $1",
            "SELECT api_id || color FROM appointments WHERE id = $1",
            "seenf44336",
        ),
        "update_appointment_service_consumables": Case(
            {"consumables": []},
            """UPDATE appointments SET attendance = 'arrived'
               WHERE id = (SELECT min(appointment_id) FROM appointment_services WHERE service_id = $1)""",
            """SELECT attendance FROM appointments
               WHERE id = (SELECT min(appointment_id) FROM appointment_services WHERE service_id = $1)""",
            "arrived",
        ),
        "patch_service": Case(
            PATCHED,
            "UPDATE services SET comment = 'seen', weight = 7 WHERE id = $1",
            "SELECT comment || weight FROM services WHERE id = $1",
            "seen7",
        ),
        "update_service_category": Case(
            {"title": "Hair"},
            "UPDATE service_categories SET api_id = 'seen' WHERE id = $1",
            "SELECT api_id FROM service_categories WHERE id = $1",
            "seen",
        ),
        "update_service_team_member_assignment": Case(
            {"seance_length": 900, "technological_card_id": None},
            "UPDATE service_team_members SET price_min = 5, price_max = 7 WHERE team_member_id = $1",
            "SELECT price_min || '-' || price_max FROM service_team_members WHERE team_member_id = $1",
            "5-7",
            lock="""SELECT FROM services WHERE id = (
                        SELECT min(service_id) FROM service_team_members WHERE team_member_id = $1)
                    FOR NO KEY UPDATE""",
        ),
        "update_bill_of_materials": Case(
            {"technological_card_items": [{"storage_id": ids.storage_id, "good_id": ids.product_id, "amount": 1}]},
            "UPDATE bills_of_materials SET title = 'seen' WHERE id = $1",
            "SELECT title FROM bills_of_materials WHERE id = $1",
            "seen",
        ),
        "update_custom_field": Case(
            {"type": "select", "code": "skin_type", "title": "Skin", "user_can_edit": True, "show_in_ui": True},
            "UPDATE custom_fields SET choices = '{seen}', is_required = true, weight = 7 WHERE id = $1",
            "SELECT choices[1] || is_required || weight FROM custom_fields WHERE id = $1",
            "seentrue7",
        ),
        "update_resource": Case(
            {"instances": []},
            "UPDATE resources SET title = 'seen' WHERE id = $1",
            "SELECT title FROM resources WHERE id = $1",
            "seen",
        ),
        **dict.fromkeys(
            ("update_team_member_schedule", "schedule_team_member_update_deprecated"),
            Case(
                [{"date": "2026-02-02", "is_working": 1, "slots": [{"from": "9:00", "to": "12:00"}]}],
                "INSERT INTO schedule_days SELECT chain_id, $1, '2026-02-03', '{0,60}' FROM team_members WHERE id = $1",
                "SELECT minutes FROM schedule_days WHERE team_member_id = $1 AND day = '2026-02-03'",
                [0, 60],
                lock="SELECT FROM schedules WHERE team_member_id = $1 FOR NO KEY UPDATE",
            ),
        ),
        "set_team_member_schedule": Case(
            {"schedules_to_delete": [{"staff_id": ids.team_member_id, "dates": ["2026-02-02"]}]},
            """INSERT INTO schedule_days SELECT chain_id, team_member_id, '2026-02-03', '{0,60}'
               FROM schedules WHERE location_id = $1""",
            """SELECT minutes FROM schedule_days JOIN schedules USING (chain_id, team_member_id)
               WHERE location_id = $1 AND day = '2026-02-03'""",
            [0, 60],
            lock="SELECT FROM schedules WHERE location_id = $1 FOR NO KEY UPDATE",
        ),
        "update_client": Case(
            {"card": "L-1"},
            """UPDATE clients SET name = 'seen', surname = 's', middle_name = 'm', phone = '13155550199', email = 'e',
                   gender = 'male', importance = 'gold', discount = 5, birth_date = '1990-04-17', comment = 'c',
                   gets_birthday_message = true, refuses_mailings = true, starting_sold = 10, starting_balance = 7,
                   custom_values = '{"1": "x"}'
               WHERE id = $1""",
            """SELECT concat_ws(' ', name, surname, middle_name, phone, email, gender, importance, discount, birth_date,
                   comment, gets_birthday_message, refuses_mailings, sold_amount, balance, custom_values)
               FROM clients WHERE id = $1""",
            'seen s m 13155550199 e male gold 5 1990-04-17 c t t 10 7 {"1": "x"}',
        ),
        "update_appointment_calendar_settings": Case(
            {"record_type": 2},
            "UPDATE locations SET max_event_seats = 7 WHERE id = $1",
            "SELECT max_event_seats FROM locations WHERE id = $1",
            7,
        ),
        "update_team_member": Case(
            {"specialization": "Colour"},
            """UPDATE team_members SET name = 'seen', information = 'i', api_id = 'a', weight = 7, is_hidden = true,
                   is_dismissed = true, has_timetable = false, is_paid = true, is_assistant = true,
                   is_in_any_member = false, shows_rating = false, prepayment = 'allowed', search_start = 60,
                   search_finish = 120, search_step = 300, user_id = 1, position_id = NULL
               WHERE id = $1""",
            """SELECT concat_ws(' ', name, information, api_id, weight, is_hidden, is_dismissed, has_timetable, is_paid,
                                is_assistant, is_in_any_member, shows_rating, prepayment, search_start,
                                search_finish, search_step, user_id, coalesce(position_id, 0))
               FROM team_members WHERE id = $1""",
            "seen i a 7 t t f t t f f allowed 60 120 300 1 0",
        ),
        **dict.fromkeys(
            ("update_position", "v2.update_position"),
            Case(
                {"title": "Barber"},
                "UPDATE positions SET description = 'seen', services_binding = 'soft' WHERE id = $1",
                "SELECT description || services_binding FROM positions WHERE id = $1",
                "seensoft",
            ),
        ),
        "update_location": Case(
            {"title": "Harbour"},
            "UPDATE locations SET address = 'Pier 1' WHERE id = $1",
            "SELECT address FROM locations WHERE id = $1",
            "Pier 1",
        ),
        "update_stock_settings": Case(
            {"allows_negative_stock": True},
            "UPDATE locations SET stock_closed_until = '2025-01-31' WHERE id = $1",
            "SELECT stock_closed_until::text FROM locations WHERE id = $1",
            "2025-01-31",
        ),
        "update_document": Case(
            {"type_id": 1, "storage_id": ids.storage_id, "create_date": DAY},
            "UPDATE stock_documents SET comment = 'seen', team_member_id = 7 WHERE id = $1",
            "SELECT comment || team_member_id FROM stock_documents WHERE id = $1",
            "seen7",
        ),
        "update_transaction": Case(
            {
                "document_id": ids.document_id,
                "good_id": ids.product_id,
                "operation_unit_type": 2,
                "amount": 3,
                "cost_per_unit": 0,
                "discount": 0,
                "cost": 0,
            },
            """UPDATE stock_transactions SET comment = 'seen', supplier_id = 1, client_id = 2, team_member_id = 3,
                   appointment_id = 4, account_id = 5, is_paid = true
               WHERE id = $1""",
            """SELECT concat_ws(' ', comment, supplier_id, client_id, team_member_id, appointment_id, account_id,
                                is_paid)
               FROM stock_transactions WHERE id = $1""",
            "seen 1 2 3 4 5 t",
            lock="""SELECT FROM stock_documents
                    WHERE id = (SELECT document_id FROM stock_transactions WHERE id = $1) FOR NO KEY UPDATE""",
        ),
        "update_user_permissions": Case(
            {"user_permissions": [{"slug": "storages_access", "value": False}]},
            """UPDATE team_members SET user_id = $1
               WHERE id = (SELECT min(id) FROM team_members WHERE location_id = 1)""",
            "SELECT count(*) FROM team_members WHERE user_id = $1 AND location_id = 1",
            1,
            lock="SELECT FROM locations WHERE id = 1 AND $1::bigint > 0 FOR NO KEY UPDATE",
        ),
    }


# Whose token is sent: an address that names nothing is about the caller's own account.
CALLERS_ACCOUNT = 1
OPERATIONS = sorted(cases(Ids(1, 1, 1, 1, 1)))


@pytest.fixture
def ids(settled: Ids) -> Ids:
    return msgspec.structs.replace(settled, user_id=WORKER.id)


def test_these_are_all_operations_that_change_something_in_place(litestar: Litestar) -> None:
    changing = ("PUT", "PATCH")
    assert (
        sorted(name_of(handler) for method, _, handler in operations(litestar) if method.upper() in changing)
        == OPERATIONS
    )


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_what_is_left_out_stays_as_it_was_written_meanwhile(
    client: Client, conn: Connection, litestar: Litestar, ids: Ids, operation: str
) -> None:
    case = cases(ids)[operation]
    method, path, handler = next(each for each in operations(litestar) if name_of(each[2]) == operation)
    named = path.rpartition("/{")[2].partition("}")[0]
    named = {"update_user_permissions": "user_id", "update_team_member_schedule": "team_member_id"}.get(
        operation, named
    )
    its_id = {"location_id": HARBOUR, path: CALLERS_ACCOUNT}.get(named) or getattr(ids, thing_in(path, named) or "")
    async with conn.transaction():
        if case.lock is not None:
            await conn.execute(case.lock, its_id)
        await conn.execute(case.other, its_id)
        request = asyncio.create_task(client.send(method, address(path, ids), json=case.body))
        await wait_until_blocked(conn, request)
    answer = await request
    assert answer.status_code == handler.status, answer.text
    assert await conn.fetchval(case.kept, its_id) == case.value
