"""Numbers as clients write them: a few bytes can mean a number of any size, and most sizes are useless."""

from decimal import ROUND_DOWN, Context, Decimal

# Far beyond the limits of all fields, and small enough to compute with and to write out in any form. Larger numbers
# become the largest one and smaller ones 0: ROUND_DOWN never returns infinity.
_WORKABLE = Context(prec=100, rounding=ROUND_DOWN, Emin=-400, Emax=400, traps=[])


def exact_number(text: str) -> Decimal:
    """Return the number with up to a hundred digits; NaN for a text that is no number."""
    return _WORKABLE.create_decimal(text)
