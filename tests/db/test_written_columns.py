"""Structs that are bound by position (`*astuple(fields)`) or by name (JSON) are written to the columns of those names.

Each field gets a value of its own, so two columns that are exchanged show, even of one type.
"""

import ast
import inspect
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import asyncpg
import pytest
from msgspec.structs import asdict

from parlour.access.tenant import Tenant
from parlour.areas.booking_forms import queries as booking_forms
from parlour.areas.booking_forms.model import ButtonPosition, FormFields, FormPosition
from parlour.areas.clients.model.clients import ClientFields, Importance
from parlour.areas.clients.model.clients import Gender as ClientGender
from parlour.areas.clients.queries import clients
from parlour.areas.inventory.model.documents import DocumentFields, TransactionFields
from parlour.areas.inventory.model.usages import NewUsage
from parlour.areas.inventory.queries import documents, transactions, usages
from parlour.areas.locations import queries as locations
from parlour.areas.locations.model import LocationFields
from parlour.areas.locations.service import provisioning
from parlour.areas.patches import patched
from parlour.areas.products.model.products import ProductFields
from parlour.areas.products.queries import products
from parlour.areas.services.model.services import ServiceFields
from parlour.areas.services.queries import services
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.areas.stock.operator.storages import NewStorage, create_storage
from parlour.areas.team.model.employees import NO_DATA, EmployeeFields, Gender
from parlour.areas.team.model.members import MemberFields, MemberPatch, Prepayment
from parlour.areas.team.queries import employees
from parlour.areas.team.queries import members as team
from parlour.areas.team.service.members import get_member
from parlour.db.pool import Connection
from tests.db.appointment_writes import rewrite_appointment, rewrite_event, write_appointment, write_event, write_series
from tests.db.test_statements import STATEMENTS
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.clients import make_client
from tests.support.factories.services import make_service, make_service_category
from tests.support.factories.stock import make_document, make_storage
from tests.support.factories.team import make_position, make_team_member
from tests.support.modules import modules_of_parlour
from tests.support.values import values_for

Write = Callable[[Connection, Tenant], Awaitable[tuple[Any, asyncpg.Record | None]]]


async def write_product(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    category = await make_category(conn, tenant)
    fields = values_for(ProductFields, category_id=category.id, sale_unit_id=11, write_off_unit_id=4)
    created = await products.create_product(conn, tenant, fields)
    return fields, await conn.fetchrow("SELECT * FROM products WHERE id = $1", created.id if created else 0)


async def rewrite_product(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    other = await make_category(conn, tenant, "Other")
    fields = values_for(ProductFields, 2, category_id=other.id, sale_unit_id=11, write_off_unit_id=4)
    await products.update_product(conn, tenant, product.id, fields, sets_cost_price=True)
    return fields, await conn.fetchrow("SELECT * FROM products WHERE id = $1", product.id)


async def write_location(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    fields = location_fields()
    created = await provisioning.create_location(conn, tenant.chain_id, fields, owner_id=None)
    return fields, await conn.fetchrow("SELECT * FROM locations WHERE id = $1", created.id if created else 0)


async def rewrite_location(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    fields = location_fields()
    await locations.update_location(conn, tenant, fields)
    return fields, await conn.fetchrow("SELECT * FROM locations WHERE id = $1", tenant.location_id)


def location_fields() -> LocationFields:
    known: dict[str, Any] = {"country_code": "DE", "timezone": "Europe/Berlin", "currency": "EUR", "locale": "de_DE"}
    found: LocationFields = values_for(LocationFields, city_id=None, **known)
    return found


def form_fields(first: int, **known: Any) -> FormFields:
    known |= {"button_position": ButtonPosition.TOP_LEFT, "form_position": FormPosition.LEFT, "button_color": "#123456"}
    known |= {"main_color": "#234567", "secondary_color": "#345678", "terms_url": "https://salon.example"}
    known |= {"google_analytics_id": "G-1", "facebook_pixel_id": "12"}
    places = {"service_place": 3, "member_place": 1, "time_place": 2}
    found: FormFields = values_for(FormFields, first, **known, **places)
    return found


async def write_form(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    ids = {"service_id": await make_service(conn, tenant), "team_member_id": await make_team_member(conn, tenant)}
    fields = form_fields(1, **ids)
    created = await booking_forms.create_form(conn, tenant, fields)
    return fields, await conn.fetchrow("SELECT * FROM booking_forms WHERE id = $1", created.id)


async def rewrite_form(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    created = await booking_forms.create_form(conn, tenant, FormFields(title="First"))
    ids = {"service_id": await make_service(conn, tenant), "team_member_id": await make_team_member(conn, tenant)}
    fields = form_fields(1, **ids)
    await booking_forms.update_form(conn, tenant, created.id, fields)
    return fields, await conn.fetchrow("SELECT * FROM booking_forms WHERE id = $1", created.id)


async def write_document(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    fields = await document_fields(conn, tenant)
    document = await documents.create_document(conn, tenant, fields)
    return fields, await conn.fetchrow("SELECT * FROM stock_documents WHERE id = $1", document.id)


async def rewrite_document(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    fields = await document_fields(conn, tenant)
    document_id = await make_document(conn, tenant, Kind.SALE, fields.storage_id)
    await documents.update_document(conn, tenant, document_id, fields)
    return fields, await conn.fetchrow("SELECT * FROM stock_documents WHERE id = $1", document_id)


async def document_fields(conn: Connection, tenant: Tenant) -> DocumentFields:
    storages = {"storage_id": await make_storage(conn, tenant), "to_storage_id": await make_storage(conn, tenant)}
    found: DocumentFields = values_for(DocumentFields, kind=Kind.TRANSFER, **storages)
    return found


async def write_transaction(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    document_id, fields = await document_with_transaction(conn, tenant)
    (transaction_id,) = await transactions.create_transactions(conn, tenant, document_id, [fields])
    return fields, await conn.fetchrow("SELECT * FROM stock_transactions WHERE id = $1", transaction_id)


async def rewrite_transaction(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    document_id, before = await document_with_transaction(conn, tenant)
    (transaction_id,) = await transactions.create_transactions(conn, tenant, document_id, [before])
    fixed = {name: getattr(before, name) for name in ("product_id", "storage_id", "sale_unit_id", "write_off_unit_id")}
    fixed |= {"unit": UnitKind.WRITE_OFF, "counted": None, "expected": None, "is_paid": False}
    fields = values_for(TransactionFields, 40, **{**fixed, "id": transaction_id})
    await transactions.update_transactions(conn, tenant, [fields])
    return fields, await conn.fetchrow("SELECT * FROM stock_transactions WHERE id = $1", transaction_id)


async def write_usage(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    fixed: dict[str, Any] = {"product_id": product.id, "storage_id": await make_storage(conn, tenant)}
    fixed |= {"sale_unit_id": 11, "write_off_unit_id": 4, "unit": UnitKind.WRITE_OFF}
    fields = values_for(NewUsage, **fixed)
    await usages.create_usages(conn, tenant, [fields])
    return fields, await conn.fetchrow("SELECT * FROM stock_transactions WHERE kind = 'usage'")


async def document_with_transaction(conn: Connection, tenant: Tenant) -> tuple[int, TransactionFields]:
    product = await make_product(conn, tenant, await make_category(conn, tenant), "Argan")
    storage_id = await make_storage(conn, tenant)
    fixed: dict[str, Any] = {"product_id": product.id, "storage_id": storage_id}
    fixed |= {"sale_unit_id": 11, "write_off_unit_id": 4, "counted": None, "expected": None, "unit": UnitKind.SALE}
    return await make_document(conn, tenant, Kind.RECEIPT, storage_id), values_for(TransactionFields, **fixed)


async def member_fields(conn: Connection, tenant: Tenant) -> MemberFields:
    links = {"position_id": await make_position(conn, tenant), "user_id": tenant.user_id}
    found: MemberFields = values_for(MemberFields, **links, prepayment=Prepayment.REQUIRED)
    return found


async def write_member(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    fields = await member_fields(conn, tenant)
    member_id = await team.create_member(conn, tenant, fields)
    return fields, await conn.fetchrow("SELECT * FROM team_members WHERE id = $1", member_id)


async def write_employee(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    member_id = await make_team_member(conn, tenant)
    days: dict[str, Any] = {"hired_on": date(2024, 3, 1), "registered_until": date(2027, 1, 31)}
    fields = values_for(EmployeeFields, **days, gender=Gender.FEMALE)
    await employees.set_employee(conn, tenant, member_id, NO_DATA)
    await employees.set_employee(conn, tenant, member_id, fields)
    return fields, await conn.fetchrow("SELECT * FROM employees WHERE team_member_id = $1", member_id)


async def rewrite_member(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    fields = await member_fields(conn, tenant)
    member_id = await make_team_member(conn, tenant)
    before = await get_member(conn, tenant, member_id)
    await team.update_member(conn, tenant, patched(before, MemberPatch(**asdict(fields))))
    return fields, await conn.fetchrow("SELECT * FROM team_members WHERE id = $1", member_id)


async def write_storage(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    fields = values_for(NewStorage, location_id=tenant.location_id, kind="products")
    created = await create_storage(conn, fields)
    return fields, await conn.fetchrow("SELECT * FROM storages WHERE id = $1", created.id if created else 0)


async def write_service(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    fields = await service_fields(conn, tenant)
    service_id = await services.create_service(conn, tenant, fields)
    return fields, await conn.fetchrow("SELECT * FROM services WHERE id = $1", service_id)


async def rewrite_service(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    service_id = await make_service(conn, tenant)
    fields = await service_fields(conn, tenant)
    await services.update_service(conn, tenant, service_id, fields)
    return fields, await conn.fetchrow("SELECT * FROM services WHERE id = $1", service_id)


async def service_fields(conn: Connection, tenant: Tenant) -> ServiceFields:
    """Fields that differ and keep the rules between them; the days are dates."""
    fixed: dict[str, Any] = {"category_id": await make_service_category(conn, tenant)}
    fixed |= {"duration": 900, "technical_break": 600, "date_from": date(2026, 1, 2), "date_to": date(2026, 1, 3)}
    fixed |= {"is_for_events": False}
    found: ServiceFields = values_for(ServiceFields, **fixed)
    return found


async def write_clients(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    """Write two cards at once: the second has one of the two switches on, which must not become the other."""
    others = client_fields("13155550198")
    fields = client_fields("13155550199", gets_birthday_message=True, refuses_mailings=False)
    _, client_id = await clients.create_clients(conn, tenant, [others, fields])
    return fields, await conn.fetchrow("SELECT * FROM clients WHERE id = $1", client_id)


async def rewrite_client(conn: Connection, tenant: Tenant) -> tuple[Any, asyncpg.Record | None]:
    client_id = await make_client(conn, tenant)
    fields = client_fields("13155550199", gets_birthday_message=False)
    await clients.update_client(conn, tenant, client_id, fields)
    return fields, await conn.fetchrow("SELECT * FROM clients WHERE id = $1", client_id)


def client_fields(phone: str, **fixed: Any) -> ClientFields:
    fixed |= {"phone": phone, "gender": ClientGender.FEMALE, "importance": Importance.SILVER}
    fixed |= {"birth_date": date(1990, 4, 17), "custom_values": '{"7": "dry"}'}
    found: ClientFields = values_for(ClientFields, **fixed)
    return found


WRITES: dict[str, Write] = {
    "products.queries.products.CREATE_PRODUCT": write_product,
    "products.queries.products.UPDATE_PRODUCT": rewrite_product,
    "locations.service.provisioning.CREATE_LOCATION": write_location,
    "locations.queries.UPDATE_LOCATION": rewrite_location,
    "booking_forms.queries.CREATE_FORM": write_form,
    "booking_forms.queries.UPDATE_FORM": rewrite_form,
    "inventory.queries.documents.CREATE_DOCUMENT": write_document,
    "inventory.queries.documents.UPDATE_DOCUMENT": rewrite_document,
    "inventory.queries.transactions.CREATE_TRANSACTIONS": write_transaction,
    "inventory.queries.transactions.UPDATE_TRANSACTIONS": rewrite_transaction,
    "inventory.queries.usages.CREATE_USAGES": write_usage,
    "team.queries.members.CREATE_MEMBER": write_member,
    "team.queries.members.UPDATE_MEMBER": rewrite_member,
    "team.queries.employees.SET_EMPLOYEE": write_employee,
    "stock.operator.storages.CREATE_STORAGE": write_storage,
    "services.queries.services.CREATE_SERVICE": write_service,
    "services.queries.services.UPDATE_SERVICE": rewrite_service,
    "clients.queries.clients.CREATE_CLIENTS": write_clients,
    "clients.queries.clients.UPDATE_CLIENT": rewrite_client,
    "appointments.queries.writing.CREATE_APPOINTMENT": write_appointment,
    "appointments.queries.writing.UPDATE_APPOINTMENT": rewrite_appointment,
    "events.queries.writing.CREATE_EVENTS": write_event,
    "event_schedules.queries.schedules.CREATE_SERIES": write_series,
    "events.queries.writing.UPDATE_EVENTS": rewrite_event,
}
# Of a transaction, how rows that are written together refer to each other; no columns.
NOT_STORED = {"id", "position", "counterpart"}


@pytest.mark.parametrize("name", WRITES)
async def test_each_field_is_written_to_the_column_of_its_name(name: str, conn: Connection, tenant: Tenant) -> None:
    fields, row = await WRITES[name](conn, tenant)
    assert row is not None
    written = {field: value for field, value in asdict(fields).items() if field not in NOT_STORED}
    assert {field: row[field] for field in written} == written


def test_every_statement_that_is_bound_by_position_is_written_here() -> None:
    """Functions that write and spread a struct into the arguments, or encode one: see `WRITES`."""
    found = set()
    for module in modules_of_parlour():
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.AsyncFunctionDef):
                names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
                names |= {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
                statements = {f"{module.__name__}.{name}" for name in names} & STATEMENTS.keys()
                if names & {"astuple", "_ENCODER", "_values_of", "_written"}:
                    found |= {
                        name for name in statements if "INSERT" in STATEMENTS[name] or "UPDATE" in STATEMENTS[name]
                    }
    in_areas = {name.removeprefix("parlour.areas.") for name in found if name.startswith("parlour.areas.")}
    assert in_areas == WRITES.keys()
