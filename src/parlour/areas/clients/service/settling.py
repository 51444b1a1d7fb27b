"""Checking changes to cards: which fields they lead to, and all their faults. One look-up serves any number of them."""

from collections.abc import Sequence

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.clients import refusals
from parlour.areas.clients.model.changes import CardChange, Known, Settled
from parlour.areas.clients.model.clients import NEW_CLIENT, Client, ClientFields
from parlour.areas.clients.model.phones import normalize_phone
from parlour.areas.clients.queries import clients
from parlour.areas.clients.rights import permitted
from parlour.areas.custom_fields.model import fields as custom
from parlour.areas.custom_fields.model.stored import stored_values, values_by_code
from parlour.areas.custom_fields.model.values import changed_values
from parlour.areas.custom_fields.service import list_fields
from parlour.areas.patches import patched
from parlour.areas.tags.model import Kind
from parlour.areas.tags.service import find_tag_ids
from parlour.db.pool import Connection
from parlour.emails import normalize_email
from parlour.errors import Fault, Invalid


async def settle_all(conn: Connection, tenant: Tenant, changes: Sequence[CardChange]) -> list[Settled]:
    """Check new cards. Those of one list don't know of each other."""
    allowed = [permitted(tenant, change, None) for change in changes]
    known = await _look_up(conn, tenant, allowed)
    return [_settle(tenant, known, change, None) for change in allowed]


async def settle(conn: Connection, tenant: Tenant, change: CardChange, current: Client | None) -> Settled:
    """Check a change to a card, or a new one."""
    allowed = permitted(tenant, change, current)
    return _settle(tenant, await _look_up(conn, tenant, [allowed]), allowed, current)


async def _look_up(conn: Connection, tenant: Tenant, changes: Sequence[CardChange]) -> Known:
    phones = {phone for change in changes if (phone := _phone_or_none(tenant, change))}
    tag_ids = {tag_id for change in changes for tag_id in change.tag_ids or ()}
    return Known(
        client_ids=await clients.find_by_phones(conn, tenant, [*phones]) if phones else {},
        tag_ids=await find_tag_ids(conn, tenant, [*tag_ids], Kind.CLIENT),
        fields=await list_fields(conn, tenant, custom.Kind.CLIENT)
        if any(each.edits_fields for each in changes)
        else [],
    )


def _phone_or_none(tenant: Tenant, change: CardChange) -> str | None:
    try:
        return normalize_phone(change.patch.phone or "", tenant.country_code)
    except ValueError:
        return None


def _settle(tenant: Tenant, known: Known, change: CardChange, current: Client | None) -> Settled:
    faults: list[Fault] = []
    before: ClientFields = current or NEW_CLIENT
    fields = patched(before, change.patch)
    fields = _with_contacts(tenant, known, fields, current, faults)
    fields = _with_money(fields, change, current)
    fields = _with_values(tenant, known, fields, change, current, faults)
    faults += [
        refusals.NO_TAG.fault(f"tag_ids[{place}]")
        for place, tag_id in enumerate(change.tag_ids or ())
        if tag_id not in known.tag_ids
    ]
    return Settled(fields, change.tag_ids, faults)


def _with_contacts(
    tenant: Tenant, known: Known, fields: ClientFields, current: Client | None, faults: list[Fault]
) -> ClientFields:
    """Return the fields with phone number and email in their normal form. What a card has already is kept as it is."""
    phone, email = fields.phone, fields.email
    try:
        if current is None or phone != current.phone:
            phone = normalize_phone(phone, tenant.country_code)
    except ValueError as error:
        faults.append(Fault("phone", str(error)))
    other_id = known.client_ids.get(phone)
    if other_id is not None and (current is None or other_id != current.id):
        faults.append(refusals.PHONE_TAKEN.fault("phone", other_id))
    try:
        if email and (current is None or email != current.email):
            email = normalize_email(email)
    except ValueError as error:
        faults.append(Fault("email", str(error)))
    return msgspec.structs.replace(fields, phone=phone, email=email)


def _with_money(fields: ClientFields, change: CardChange, current: Client | None) -> ClientFields:
    """Return the fields with starting values by which the card shows the amounts that were sent.

    What was sold to a new client counts as paid, too.
    """
    sold, paid, balance = fields.starting_sold, fields.starting_paid, fields.starting_balance
    if change.sold_amount is not None:
        sold += change.sold_amount - (current.sold_amount if current else sold)
        paid = paid if current else sold
    if change.balance is not None:
        balance += change.balance - (current.balance if current else balance)
    return msgspec.structs.replace(fields, starting_sold=sold, starting_paid=paid, starting_balance=balance)


def _with_values(
    tenant: Tenant,
    known: Known,
    fields: ClientFields,
    change: CardChange,
    current: Client | None,
    faults: list[Fault],
) -> ClientFields:
    """Return the fields with the values of custom fields. A new card needs those that are required."""
    if not change.edits_fields or (change.custom_values is None and current is not None):
        return fields
    earlier = None if current is None else values_by_code(known.fields, current.custom_values)
    try:
        values = changed_values(known.fields, change.custom_values or {}, earlier, tenant.timezone)
    except Invalid as invalid:
        faults += invalid.faults
        return fields
    return msgspec.structs.replace(fields, custom_values=stored_values(known.fields, values, fields.custom_values))
