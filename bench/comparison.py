"""What answers of this code cost beside those of an older revision, as a table."""

from operator import attrgetter
from statistics import median, quantiles

import msgspec

from bench.report import Run
from bench.sheet import Row, Sheet

COLUMNS = ("", "answers/s", "server µs", "PostgreSQL µs", "both µs")


class Cost(msgspec.Struct, frozen=True):
    """How many answers were given in a second, and the processor time for each, in µs."""

    per_second: float
    server_us: float
    postgresql_us: float

    @property
    def both_us(self) -> float:
        return self.server_us + self.postgresql_us

    def cells(self) -> tuple[float, float, float, float]:
        return self.per_second, self.server_us, self.postgresql_us, self.both_us


class Round(msgspec.Struct, frozen=True):
    """What both cost, each measured as often as the other.

    The cheapest measurement of each counts: what disturbs one only adds to it, and the first of a round may cost twice
    as much as the others.
    """

    older: list[Cost]
    here: list[Cost]

    def cheapest(self) -> tuple[Cost, Cost]:
        """Return the older revision's, and the one of this code."""
        cost = attrgetter("both_us")
        return min(self.older, key=cost), min(self.here, key=cost)


class Compared(msgspec.Struct, frozen=True):
    """One case, in all rounds."""

    title: str
    rounds: list[Round]

    def rows(self, revision: str) -> list[Row]:
        sides = zip(*(each.cheapest() for each in self.rounds), strict=True)
        older, here = ([cost.cells() for cost in side] for side in sides)
        shares = [[b / a for a, b in zip(*pair, strict=True)] for pair in zip(older, here, strict=True)]
        return [
            (revision, *(f"{median(values):,.0f}" for values in zip(*older, strict=True))),
            ("Parlour", *(f"{median(values):,.0f}" for values in zip(*here, strict=True))),
            ("share", *(f"{median(values):.1%}" for values in zip(*shares, strict=True))),
            ("of half the rounds", *map(_middle_half, zip(*shares, strict=True))),
        ]


class Comparison(Run, frozen=True):
    """A whole run beside an older revision."""

    revision: str
    cases: list[Compared]

    def rounds(self) -> str:
        return f", {self.effort.rounds} rounds" if self.effort.rounds > 1 else ""

    def sheets(self) -> dict[str, Sheet]:
        return {"beside": Sheet(COLUMNS, [(case.title, case.rows(self.revision)) for case in self.cases])}


def _middle_half(shares: tuple[float, ...]) -> str:
    """Return between which shares half of the rounds are."""
    if len(shares) == 1:
        return ""
    lower, _, upper = quantiles(shares, method="inclusive")
    return f"{lower:.0%} to {upper:.0%}"
