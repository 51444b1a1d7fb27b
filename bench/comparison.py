"""What answers of this code cost beside those of an older revision, as a table."""

from statistics import mean, median, quantiles

import msgspec

from bench.report import Run
from bench.sheet import Row, Sheet

COLUMNS = ("", "answers/s", "server µs", "PostgreSQL µs", "both µs")


class Cost(msgspec.Struct, frozen=True):
    """How many answers were given in a second, and the processor time for each, in µs."""

    per_second: float
    server_us: float
    postgresql_us: float

    def cells(self) -> tuple[float, float, float, float]:
        return self.per_second, self.server_us, self.postgresql_us, self.server_us + self.postgresql_us


class Round(msgspec.Struct, frozen=True):
    """What both cost, each measured as often as the other."""

    older: list[Cost]
    here: list[Cost]

    def shares(self) -> list[float]:
        """Return each cell of this code as a share of the older one's."""
        return [here / older for here, older in zip(means(self.here), means(self.older), strict=True)]


class Compared(msgspec.Struct, frozen=True):
    """One case, in all rounds."""

    title: str
    rounds: list[Round]

    def rows(self, revision: str) -> list[Row]:
        older = zip(*(means(each.older) for each in self.rounds), strict=True)
        here = zip(*(means(each.here) for each in self.rounds), strict=True)
        shares = [*zip(*(each.shares() for each in self.rounds), strict=True)]
        return [
            (revision, *(f"{median(values):,.0f}" for values in older)),
            ("Parlour", *(f"{median(values):,.0f}" for values in here)),
            ("share", *(f"{median(values):.1%}" for values in shares)),
            ("of half the rounds", *map(_middle_half, shares)),
        ]


class Comparison(Run, frozen=True):
    """A whole run beside an older revision."""

    revision: str
    cases: list[Compared]

    def rounds(self) -> str:
        return f", {self.effort.rounds} rounds" if self.effort.rounds > 1 else ""

    def sheets(self) -> dict[str, Sheet]:
        return {"beside": Sheet(COLUMNS, [(case.title, case.rows(self.revision)) for case in self.cases])}


def means(costs: list[Cost]) -> list[float]:
    """Return the mean of each cell."""
    return [mean(values) for values in zip(*(cost.cells() for cost in costs), strict=True)]


def _middle_half(shares: tuple[float, ...]) -> str:
    """Return between which shares half of the rounds are."""
    if len(shares) == 1:
        return ""
    lower, _, upper = quantiles(shares, method="inclusive")
    return f"{lower:.0%} to {upper:.0%}"
