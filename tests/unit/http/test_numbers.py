"""Numbers as clients write them."""

from decimal import Decimal

import pytest

from parlour.http.numbers import exact_number


@pytest.mark.parametrize("text", ["0.1", "24.90", "-1.5", "1e5", "9" * 99, f"0.{'1' * 99}", "-0"])
def test_a_number_is_kept_to_a_hundred_digits(text: str) -> None:
    """Q-096."""
    assert str(exact_number(text)) == str(Decimal(text))


@pytest.mark.parametrize("text", ["1e401", "1e999999999", "1e9999999999999999999", f"1e{'9' * 5000}", "9" * 5000])
def test_what_is_too_large_becomes_large_and_finite(text: str) -> None:
    """Q-096."""
    for signed, is_as_large in ((text, exact_number(text) >= 10**400), (f"-{text}", exact_number(f"-{text}") < 0)):
        found = exact_number(signed)
        assert is_as_large
        assert found.is_finite()
        assert len(f"{found:f}") < 500


@pytest.mark.parametrize("text", ["1e-600", "1e-999999999", "1e-9999999999999999999", "0e9999999999999999999"])
def test_what_is_too_small_becomes_nought(text: str) -> None:
    """Q-096."""
    found = exact_number(text)
    assert found == 0
    assert len(f"{found:f}") < 600
    assert int(found) == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1" * 101, Decimal(f"{'1' * 100}0")),
        (f"0.{'9' * 101}", Decimal(f"0.{'9' * 100}")),
        ("1e400", Decimal("1e400")),
        ("1e401", Decimal(f"{'9' * 100}e301")),
        ("1e-499", Decimal("1e-499")),
        ("1e-500", Decimal(0)),
    ],
)
def test_digits_and_size_have_limits(text: str, number: Decimal) -> None:
    """Q-096."""
    assert exact_number(text) == number
