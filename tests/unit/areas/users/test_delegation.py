"""Whom a user may manage, and what they may grant."""

import pytest

from parlour.access.policy import values_of
from parlour.access.roles import OWNER
from parlour.areas.users.rights.delegation import Grantor, overrides_json
from parlour.errors import Forbidden, Invalid

ALL = values_of(OWNER)
FEWER = values_of("manager")


@pytest.mark.parametrize(
    ("grantor", "role", "values", "may"),
    [
        (Grantor(ALL, is_owner=True), OWNER, ALL, True),
        (Grantor(ALL, is_owner=True), "manager", FEWER, True),
        (Grantor(ALL, is_owner=False), OWNER, ALL, False),
        (Grantor(ALL, is_owner=False), "manager", ALL, True),
        (Grantor(FEWER, is_owner=False), "manager", FEWER, True),
        (Grantor(FEWER, is_owner=False), "manager", ALL, False),
        (Grantor(FEWER, is_owner=False), OWNER, FEWER, False),
        (Grantor(FEWER, is_owner=True), OWNER, ALL, False),
    ],
)
def test_owners_manage_owners_and_all_others_those_who_hold_no_more(
    grantor: Grantor, role: str, values: dict[str, bool], may: bool
) -> None:
    assert grantor.may_manage(role, values) is may
    for check in (grantor.check_may_manage, grantor.check_may_grant):
        if may:
            check(role, values)
        else:
            with pytest.raises(Forbidden):
                check(role, values)


@pytest.mark.parametrize(
    ("role", "changes", "before", "stored"),
    [
        ("worker", {}, "{}", "{}"),
        ("worker", {"storages_access": True}, "{}", '{"storages_access":true}'),
        ("worker", {"storages_access": False}, "{}", "{}"),
        ("worker", {}, '{"storages_access":true,"master_id":7}', '{"master_id":7,"storages_access":true}'),
        (
            "worker",
            {"storages_access": None, "master_id": 8},
            '{"storages_access":true,"master_id":7}',
            '{"master_id":8}',
        ),
        ("owner", {"storages_access": True, "clients_access": None}, "{}", "{}"),
    ],
)
def test_what_differs_from_the_role_is_stored(role: str, changes: dict[str, bool], before: str, stored: str) -> None:
    assert overrides_json(role, changes, before) == stored


def test_an_owner_holds_all() -> None:
    for changes, before in (({"clients_access": False}, "{}"), ({}, '{"master_id":7}')):
        with pytest.raises(Invalid) as refused:
            overrides_json("owner", changes, before, "invites[0].rights")
        assert [fault.field for fault in refused.value.faults] == ["invites[0].rights"]
