"""GET /locations/{location_id}/custom_fields"""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.custom_fields.model.fields import Kind, ValueType
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.custom_fields import make_field
from tests.support.factories.users import make_member
from tests.support.people import ACCOUNTANT, FOREIGNER, HARBOUR, NEIGHBOUR, PARTNER, TRAINEE, Person

LIST = f"/locations/{HARBOUR}/custom_fields"


def codes(body: dict[str, Any]) -> list[str]:
    return [row["attributes"]["code"] for row in body["data"]]


async def test_a_field_is_shown_under_older_and_newer_names(v2: Client, conn: Connection, tenant: Tenant) -> None:
    field = await make_field(conn, tenant, is_visible=False, is_required=True, weight=3)
    assert (await v2.get(LIST)).json() == {
        "data": [
            {
                "type": "custom_field",
                "id": str(field.id),
                "attributes": {
                    "code": "skin_type",
                    "slug": "skin_type",
                    "parent_entity_type": "record",
                    "entity_slug": "record",
                    "relation_entity_type": None,
                    "show_in_ui": False,
                    "is_visible": False,
                    "title": "Skin type",
                    "user_can_edit": True,
                    "is_editable": True,
                    "is_required": True,
                    "weight": 3,
                    "values": ["dry", "oily"],
                },
            }
        ]
    }


async def test_types_and_options_are_included_once_each(v2: Client, conn: Connection, tenant: Tenant) -> None:
    """Show which options there are (Q-178)."""
    fields = [await make_field(conn, tenant, code) for code in ("a", "b")]
    body = (await v2.get(f"{LIST}?include=custom_field_type,ui_options")).json()
    type_ = {"data": {"type": "custom_field_type", "id": "select"}}
    slugs = {"is_visible": True, "is_editable": True, "is_required": False}
    assert [row["relationships"] for row in body["data"]] == [
        {
            "custom_field_type": type_,
            "type": type_,
            "ui_options": {"data": [{"type": "custom_field_ui_option", "id": f"{field.id}_{slug}"} for slug in slugs]},
        }
        for field in fields
    ]
    attributes = {"code": "select", "slug": "select", "title": "One choice"}
    assert [each for each in body["included"] if each["type"] == "custom_field_type"] == [
        {"type": "custom_field_type", "id": "select", "attributes": attributes}
    ]
    options = {each["id"]: each["attributes"] for each in body["included"] if each["type"] == "custom_field_ui_option"}
    assert options == {
        f"{field.id}_{slug}": {"slug": slug, "value": value} for field in fields for slug, value in slugs.items()
    }


async def test_only_what_is_asked_for_is_included(v2: Client, conn: Connection, tenant: Tenant) -> None:
    await make_field(conn, tenant)
    for include, relation in (("custom_field_type", ["custom_field_type", "type"]), ("ui_options", ["ui_options"])):
        body = (await v2.get(f"{LIST}?include={include}")).json()
        assert list(body["data"][0]["relationships"]) == relation
    assert "included" not in (await v2.get(LIST)).json()


async def test_a_list_may_be_of_one_kind_under_two_names(v2: Client, conn: Connection, tenant: Tenant) -> None:
    await make_field(conn, tenant, "of-record")
    await make_field(conn, tenant, "of-client", kind=Kind.CLIENT, value_type=ValueType.DATE, choices=[], weight=9)
    assert codes((await v2.get(LIST)).json()) == ["of-client", "of-record"]
    for name in ("parent_entity_type", "entity_slug"):
        for kind in ("client", "record"):
            assert codes((await v2.get(f"{LIST}?filter[{name}]={kind}")).json()) == [f"of-{kind}"]
    both = f"{LIST}?filter[entity_slug]=client&filter[parent_entity_type]=record"
    assert codes((await v2.get(both)).json()) == ["of-record"]
    assert list(faults_of(await v2.get(f"{LIST}?filter[entity_slug]=visit"))) == ["filter[entity_slug]"]
    assert list(faults_of(await v2.get(f"{LIST}?include=values"))) == ["include"]


async def test_rights_decide_which_kinds_are_listed(v2: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-174."""
    await make_field(conn, tenant, "of-record")
    await make_field(conn, tenant, "of-client", kind=Kind.CLIENT)
    rights = {"custom_fields_record_values_read_access": False, "custom_fields_client_values_read_access": True}
    caller = v2.by(await make_member(conn, "of-clients", "worker", **rights))
    assert codes((await caller.get(LIST)).json()) == ["of-client"]
    assert codes((await caller.get(f"{LIST}?filter[parent_entity_type]=record")).json()) == []
    for person in (ACCOUNTANT, TRAINEE):
        assert codes((await v2.by(person).get(LIST)).json()) == []


async def test_fields_of_others_and_deleted_ones_are_not_there(
    v2: Client, conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant
) -> None:
    for owner in (hillside, abroad, tenant):
        await make_field(conn, owner)
    await conn.execute("UPDATE custom_fields SET deleted_at = now() WHERE location_id = $1", HARBOUR)
    assert codes((await v2.get(LIST)).json()) == []


@pytest.mark.parametrize(("person", "status"), [(PARTNER, 401), (TRAINEE, 200), (NEIGHBOUR, 403), (FOREIGNER, 404)])
async def test_who_has_no_role_there_is_refused(v2: Client, person: Person, status: int) -> None:
    assert (await v2.by(person).get(LIST)).status_code == status
