"""What answers of API v2 include is described by kind"""

from typing import Any

import jsonschema_rs
import pytest
from litestar import Litestar

from parlour.http.apis import B2B_V2
from parlour.http.openapi.document import describe
from tests.support.contract import DOCUMENT, checks, registry_of

POSITION = {"type": "staff_position", "id": "6", "attributes": {"title": "Stylist"}}


@pytest.fixture
def components(litestar: Litestar) -> dict[str, Any]:
    found: dict[str, Any] = describe(litestar, B2B_V2)["components"]
    return found


def fits(value: Any, name: str, components: dict[str, Any]) -> bool:
    check = checks({"$ref": f"{DOCUMENT}#/components/schemas/{name}"}, registry_of(components))
    try:
        check(value)
    except jsonschema_rs.ValidationError:
        return False
    return True


def test_attributes_are_those_of_all_kinds_together(components: dict[str, Any]) -> None:
    assert fits(POSITION, "TeamMemberListIncluded", components)
    assert not fits({**POSITION, "attributes": {"title": 6}}, "TeamMemberListIncluded", components)
    found = components["schemas"]["TeamMemberListIncludedAttributes"]
    assert {"title", "name"} <= found["properties"].keys()
    assert "required" not in found  # no field is of both kinds


@pytest.mark.parametrize("value", [None, True, 3, 2.5, "Stylist", [POSITION]])
def test_attributes_are_an_object(value: Any, components: dict[str, Any]) -> None:
    assert not fits({**POSITION, "attributes": value}, "TeamMemberListIncluded", components)


def test_the_attributes_of_a_single_kind_have_its_type(components: dict[str, Any]) -> None:
    found = components["schemas"]["StorageAmountListIncluded"]["properties"]["attributes"]
    assert found == {"$ref": "#/components/schemas/StorageAttributes"}
