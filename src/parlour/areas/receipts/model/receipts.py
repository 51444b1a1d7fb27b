"""A receipt as it is printed: texts, ready to be laid out."""

import msgspec


class Fact(msgspec.Struct, frozen=True):
    """A label with its value on the other side of the page."""

    label: str
    value: str
    is_bold: bool = False


class Row(msgspec.Struct, frozen=True):
    """Something that was sold: its title, how its price was made, and the price."""

    title: str
    detail: str
    price: str


class Receipt(msgspec.Struct, frozen=True):
    """All texts of a receipt, from top to bottom."""

    title: str
    heading: list[str]
    """The location, and how to reach it."""
    facts: list[Fact]
    rows: list[Row]
    totals: list[Fact]
    payments: list[Fact]
    is_right_to_left: bool = False

    @property
    def text(self) -> str:
        """Return everything that is printed, for a choice of fonts."""
        facts = [part for fact in (*self.facts, *self.totals, *self.payments) for part in (fact.label, fact.value)]
        rows = [part for row in self.rows for part in (row.title, row.detail, row.price)]
        return "".join((self.title, *self.heading, *facts, *rows))
