"""The setting by which the database knows who changes something"""

import pytest

from parlour.db.actor import OPERATOR, Actor


@pytest.mark.parametrize(
    ("actor", "value"),
    [
        (OPERATOR, "(operator,,,,)"),
        (Actor("api", user_id=7, partner_id=8, session_id=9, ip="192.0.2.1"), "(api,7,8,9,192.0.2.1)"),
        (Actor("api", partner_id=8), "(api,,8,,)"),
        (Actor("api", user_id=0, partner_id=0, session_id=0, ip=""), "(api,,,,)"),
        (Actor("api", session_id=9, ip="fe80::1%a');--"), "(api,,,9,fe80::1)"),
    ],
)
def test_an_actor_is_a_row_of_numbers_and_an_address(actor: Actor, value: str) -> None:
    assert actor.setting == f"SET LOCAL parlour.actor = '{value}'"


def test_what_is_no_address_is_no_part_of_a_statement() -> None:
    with pytest.raises(ValueError, match="does not appear to be an IPv4 or IPv6 address"):
        _ = Actor("api", ip="192.0.2.1');--").setting
