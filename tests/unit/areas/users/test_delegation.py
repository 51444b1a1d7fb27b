"""Whom a user may manage, and what they may grant."""

import pytest

from parlour.access.policy import values_of
from parlour.access.roles import OWNER
from parlour.areas.users.rights.delegation import Grantor
from parlour.errors import Forbidden

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
