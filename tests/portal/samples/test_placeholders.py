"""Marks: what they show, what may fill them, and what may not."""

import pytest

from parlour.portal.samples import fill, is_fillable, placeholder

ATTACKS = ["'", '"', "\\", "$", "`", "#{1}", "\n", "\r", "${x}", "{", "%", "%s", "<", "&", " ", "\u2028", "\ue002", "é"]


def test_an_unfilled_placeholder_shows_its_text() -> None:
    assert fill(f"/goods/{placeholder('location_id', '1')}/x") == "/goods/1/x"


def test_a_value_takes_the_place_of_each_of_its_placeholders() -> None:
    user, partner = placeholder("user_token", "YOURS"), placeholder("partner_token", "THEIRS")
    text = f"{user} {partner} {user}"
    assert fill(text, {"user_token": "abc"}) == "abc THEIRS abc"


def test_a_value_that_needs_escaping_is_refused() -> None:
    with pytest.raises(ValueError, match="user_token"):
        fill(placeholder("user_token", "YOURS"), {"user_token": "'; rm -rf /"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base_url", "http://127.0.0.1:8000"),
        ("base_url", "https://api.example-salon.com"),
        ("base_url", "http://[::1]:8000"),
        ("base_url", "http://localhost:8000/_mock/en/b2b-v1/openapi"),
        ("partner_token", "gx7+/=._~-Z"),
        ("user_token", "0a1b2c"),
        ("location_id", "9007199254740991"),
    ],
)
def test_plain_values_are_fillable(name: str, value: str) -> None:
    assert is_fillable(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base_url", "javascript:alert(1)"),
        ("base_url", "//127.0.0.1"),
        ("base_url", "http://"),
        ("base_url", "http://user@127.0.0.1"),
        ("base_url", "http://127.0.0.1:8000/"),
        ("base_url", "http://127.0.0.1?x=1"),
        ("base_url", "ftp://127.0.0.1"),
        ("user_token", ""),
        ("user_token", "x" * 513),
        ("location_id", "-1"),
        ("location_id", "x"),
        ("location_id", "١"),
    ],
)
def test_values_of_another_form_are_not_fillable(name: str, value: str) -> None:
    assert not is_fillable(name, value)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    ("name", "value"), [("base_url", "http://127.0.0.1"), ("partner_token", "a"), ("user_token", "a"), ("id", "1")]
)
def test_no_character_that_means_something_somewhere_is_fillable(name: str, value: str, attack: str) -> None:
    assert is_fillable(name, value)
    assert not is_fillable(name, f"{value}{attack}{value[-1]}")
    assert not is_fillable(name, f"{value}{attack}")
