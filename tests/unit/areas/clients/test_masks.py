"""What is shown in place of contacts that a user may not see."""

import pytest

from parlour.areas.clients.model.masks import masked_email, masked_name


@pytest.mark.parametrize(("email", "masked"), [("maya@example.com", "m***@***"), ("", "")])
def test_an_address_shows_its_first_letter(email: str, masked: str) -> None:
    assert masked_email(email) == masked


@pytest.mark.parametrize(
    ("name", "phone", "masked"),
    [
        ("Maya", "13155550175", "Maya"),
        ("13155550175", "13155550175", "1********75"),
        ("+1 (315) 555-0175", "13155550175", "1********75"),
        ("Agent 007", "", "Agent 007"),
    ],
)
def test_a_name_that_is_the_number_is_masked(name: str, phone: str, masked: str) -> None:
    assert masked_name(name, phone) == masked
