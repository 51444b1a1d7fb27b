"""What a user may do: role and own changes together, and what nobody may give."""

import json

import msgspec
import pytest

from parlour.access.permissions import Permission
from parlour.access.policy import combined, permissions_of, values_of
from parlour.access.rights import (
    UNRESTRICTED,
    RightKind,
    RightValue,
    _right,
    is_within,
    rights_by_name,
    rights_tree,
    stored_name,
)
from parlour.access.roles import NAMES, OWNER, roles


def test_roles_are_named_as_in_their_table() -> None:
    assert tuple(roles()) == NAMES
    weights = [role.weight for role in roles().values()]
    assert weights == sorted(weights, reverse=True)


def test_every_permission_is_a_right_of_the_tree() -> None:
    flags = {right.name for right in rights_by_name().values() if right.kind is RightKind.FLAG}
    assert {permission.value for permission in Permission} <= flags


def test_an_owner_has_every_right_and_no_limit() -> None:
    values = values_of(OWNER)
    assert values == {right.name: UNRESTRICTED[right.kind] for right in rights_by_name().values()}
    assert permissions_of(OWNER, json.dumps({Permission.INVENTORY_VIEW: False})) == frozenset(Permission)


@pytest.mark.parametrize("role", [None, "", "OWNER", "sultan"])
def test_no_known_role_has_no_rights(role: str | None) -> None:
    assert values_of(role) == {}
    assert permissions_of(role) == frozenset()


def test_overrides_replace_values_of_the_role() -> None:
    changes = json.dumps({Permission.INVENTORY_VIEW: True, Permission.COST_PRICE_VIEW: True})
    given = {Permission.INVENTORY_VIEW, Permission.COST_PRICE_VIEW}
    assert permissions_of("worker").isdisjoint(given)
    assert permissions_of("worker", changes) == permissions_of("worker") | given
    taken = permissions_of("manager", json.dumps({Permission.PRODUCTS_DELETE: False}))
    assert taken == permissions_of("manager") - {Permission.PRODUCTS_DELETE}


def test_second_names_lead_to_the_stored_name() -> None:
    assert stored_name("storages_access") == "storages_access"
    assert stored_name("expenses_read_access") == "finances_expenses_read_access"
    assert stored_name("no_such_access") is None
    aliases = [right for rights in rights_tree().values() for right in rights if right.same_as]
    assert aliases
    assert all(
        stored_name(right.name) == right.same_as or right.section in ("dashboard", "top", "other") for right in aliases
    )


def test_a_word_that_the_catalogue_does_not_know_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="enforcd"):
        _right("timetable", "timetable_access", {"title": "See the timetable", "enforcd": False})


@pytest.mark.parametrize(
    ("kind", "value", "held", "may_give"),
    [
        (RightKind.FLAG, True, True, True),
        (RightKind.FLAG, False, True, True),
        (RightKind.FLAG, False, False, True),
        (RightKind.FLAG, True, False, False),
        (RightKind.LIMIT, True, False, True),
        (RightKind.LIMIT, False, True, False),
        (RightKind.DAYS, 3, -1, True),
        (RightKind.DAYS, 3, 3, True),
        (RightKind.DAYS, 4, 3, False),
        (RightKind.DAYS, -1, 3, False),
        (RightKind.DAYS, -5, 3, False),
        (RightKind.DAYS, 0, 3, True),
        (RightKind.DAYS_0, 3, 0, True),
        (RightKind.DAYS_0, 0, 3, False),
        (RightKind.ONE_ID, 7, 0, True),
        (RightKind.ONE_ID, 7, 7, True),
        (RightKind.ONE_ID, 8, 7, False),
        (RightKind.ONE_ID, 0, 7, False),
        (RightKind.IDS, [1], [], True),
        (RightKind.IDS, [1], [1, 2], True),
        (RightKind.IDS, [2, 1], [1, 2], True),
        (RightKind.IDS, [3], [1, 2], False),
        (RightKind.IDS, [], [1, 2], False),
        (RightKind.ADDRESSES, ["192.0.2.1"], [], True),
        (RightKind.ADDRESSES, [], ["192.0.2.1"], False),
    ],
)
def test_no_user_grants_more_than_they_hold(
    kind: RightKind, value: RightValue, held: RightValue, may_give: bool
) -> None:
    assert is_within(kind, value, held) is may_give


def test_of_two_roles_the_less_restricted_value_counts() -> None:
    narrow = values_of("worker", json.dumps({"master_id": 7, "storages_access": True}))
    wide = values_of("accountant", json.dumps({"finances_accounts_ids": [1]}))
    both = combined(narrow, wide)
    assert both["storages_access"] is True
    assert both["finances_access"] is True
    assert both["master_id"] == 0
    assert both["finances_accounts_ids"] == []
    assert combined({}, wide) == wide
    assert combined(narrow, {}) == narrow
