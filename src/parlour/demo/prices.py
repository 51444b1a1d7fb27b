"""Prices as a shop would set them in each currency."""

import random
from decimal import Decimal

import msgspec

CENT = Decimal("0.01")


class Habit(msgspec.Struct, frozen=True):
    """How prices are set in a currency: the value of a dollar, the step, and the usual endings of prices."""

    per_dollar: float
    step: int
    endings: tuple[Decimal, ...]
    cost_quantum: Decimal


HABITS = {
    "USD": Habit(1.0, 1, (Decimal(0), Decimal("0.5"), Decimal("-0.05"), Decimal("0.9")), CENT),
    "EUR": Habit(0.92, 1, (Decimal("-0.1"), Decimal("-0.05"), Decimal("0.5"), Decimal(0)), CENT),
    "JPY": Habit(148.0, 10, (Decimal(0),), Decimal(1)),
    "KZT": Habit(480.0, 50, (Decimal(0), Decimal(-10)), Decimal(1)),
    # A chain's product has the same price in all its locations, whatever their currencies: a whole number.
    "chain": Habit(1.0, 1, (Decimal(0),), Decimal(1)),
}


def set_prices(rng: random.Random, usd: float, currency: str) -> tuple[Decimal, Decimal]:
    """Return the selling price, and a cost price that leaves a salon its usual margin."""
    habit = HABITS[currency]
    steps = max(1, round(usd * rng.uniform(0.93, 1.09) * habit.per_dollar / habit.step))
    price = steps * habit.step + rng.choice(habit.endings)
    share = Decimal(rng.randint(36, 62)) / 100
    return price, (price * share).quantize(habit.cost_quantum)
