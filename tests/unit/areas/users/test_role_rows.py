"""Roles and the tree of their rights on the v1 wire."""

import json
from typing import Any

import pytest

from parlour.access.policy import values_of
from parlour.access.rights import UNRESTRICTED, RightKind, rights_by_name, rights_tree
from parlour.access.roles import roles
from parlour.areas.users.rights.delegation import Grantor
from parlour.areas.users.v1.wire.rights import TOP, hint_of
from parlour.areas.users.v1.wire.roles import ALONE, RightBranch, RoleRow

ALL = Grantor(values_of("owner"), is_owner=True)
FEW = Grantor({**values_of("worker"), "records_edit_last_days_count": 7, "last_days_count": 30}, is_owner=False)
DAYS = [("The whole history", -1), ("Today", 0), ("A week", 7), ("A month", 30), ("A year", 365)]
KINDS: dict[RightKind, tuple[str, str, str | None, list[tuple[str, int]] | None]] = {
    RightKind.FLAG: ("has_access", "true", "false", None),
    RightKind.LIMIT: ("has_limited_access", "false", "true", None),
    RightKind.DAYS: ("last_days_count", "-1", "0", DAYS),
    RightKind.DAYS_0: ("last_days_count", "0", None, [("The whole history", 0), *DAYS[2:]]),
    RightKind.ONE_ID: ("allowed_id", "0", None, None),
    RightKind.IDS: ("allowed_ids", "[]", None, None),
    RightKind.ADDRESSES: ("allowed_ip", "[]", None, None),
}


def tree_of(giver: Grantor | None, role: str = "worker") -> list[RightBranch]:
    tree = RoleRow.from_model(roles()[role], giver, with_rights=True).user_permissions
    assert tree is not None
    return tree


def nodes_of(tree: list[RightBranch]) -> dict[str, Any]:
    return {node.slug: node for branch in tree for node in (branch, *(branch.children or ()))}


def test_a_role_has_its_words_and_no_rights_unless_asked_for() -> None:
    for role in roles().values():
        row = RoleRow.from_model(role, ALL, with_rights=False)
        assert row == RoleRow(role.name, role.title, role.description, role.weight, None)


def test_each_section_is_a_branch_and_rights_that_stand_alone_are_one_each() -> None:
    expected: list[tuple[str, list[str] | None]] = []
    for section, rights in rights_tree().items():
        names = [right.name for right in rights if right.same_as is None]
        if section == ALONE:
            expected += [(name, None) for name in names]
        elif names and section != TOP:
            expected.append((names[0], names[1:] or None))
    tree = tree_of(ALL)
    found = [(each.slug, [child.slug for child in each.children] if each.children else each.children) for each in tree]
    assert found == expected


@pytest.mark.parametrize("role", ["worker", "owner"])
def test_a_right_is_described_by_its_kind_and_the_value_of_the_role(role: str) -> None:
    for name, node in nodes_of(tree_of(ALL, role)).items():
        right, value = rights_by_name()[name], roles()[role].values[name]
        slug, full, none, options = KINDS[right.kind]
        assert (node.type.slug, node.type.all_access_value, node.type.no_access_value) == (slug, full, none)
        assert (node.title, node.hint) == (right.title, hint_of(right))
        assert (node.options is None) is (options is None)
        assert [(option.title, option.value) for option in node.options or ()] == (options or [])
        assert node.is_recommended == (value == UNRESTRICTED[right.kind])
        assert json.loads(node.default_value) == value
        assert (node.entity_name, node.is_paid, node.is_paid_only) == (None, False, False)


def test_what_the_giver_holds_is_editable() -> None:
    for giver in (ALL, FEW, None):
        for name, node in nodes_of(tree_of(giver)).items():
            full = UNRESTRICTED[rights_by_name()[name].kind]
            assert node.is_editable is (giver is not None and giver.values[name] == full)
            for option in node.options or ():
                assert option.is_disabled is (giver is None or not giver.may_grant(name, option.value))
    days = nodes_of(tree_of(FEW))["records_edit_last_days_count"].options
    assert [option.value for option in days if not option.is_disabled] == [0, 7]
