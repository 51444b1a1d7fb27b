"""EAN-13 barcodes from the range for internal use in shops, so that none belongs to a real product."""

import random

FIRST_PREFIX, LAST_PREFIX = 200, 299


def check_digit(digits: str) -> str:
    """Return the thirteenth digit, which makes the weighted sum of all digits a multiple of ten."""
    total = sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(digits))
    return str(-total % 10)


class Barcodes:
    """Generates barcodes, none of them twice."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._given: set[str] = set()

    def next(self) -> str:
        """Return a barcode that was not generated before."""
        while True:
            digits = f"{self._rng.randint(FIRST_PREFIX, LAST_PREFIX)}{self._rng.randrange(10**9):09}"
            if digits not in self._given:
                self._given.add(digits)
                return digits + check_digit(digits)
