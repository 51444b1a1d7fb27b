"""Numbers as clients write them: any size can be written in a few bytes, and few sizes can be worked with."""

from decimal import ROUND_DOWN, Context, Decimal

# Far beyond all limits of fields, and small enough for every operation and every way to write a number out. What is
# larger becomes the largest number and what is smaller 0: ROUND_DOWN never arrives at infinity.
_WORKABLE = Context(prec=100, rounding=ROUND_DOWN, Emin=-400, Emax=400, traps=[])


def exact_number(text: str) -> Decimal:
    """The number to a hundred digits. A text that is none becomes NaN."""
    return _WORKABLE.create_decimal(text)
