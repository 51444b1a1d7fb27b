"""What is read from a file of clients, and what an import did with it."""

import msgspec
from msgspec import UNSET

from parlour.areas.clients.model.clients import ClientFields, ClientPatch


class ImportedClient(msgspec.Struct, frozen=True):
    """A client as a row of a file has it: the given fields, and the titles of tags.

    `custom_values` of the patch has only the values that the row gives.
    """

    row: int
    patch: ClientPatch
    tags: list[str] = []

    def to_new(self) -> ClientFields:
        """Return the fields of a new client: who has a surname alone is called by it."""
        patch = self.patch
        if patch.name is UNSET and patch.surname is not UNSET:
            patch = msgspec.structs.replace(patch, name=patch.surname, surname=UNSET)
        return patch.to_new()


class RowFault(msgspec.Struct, frozen=True):
    """A fault of a cell, by the number of its row and the heading of its column; without one, of the whole row."""

    row: int
    column: str
    message: str

    @property
    def line(self) -> str:
        place = f"row {self.row}" + (f", {self.column}" if self.column else "")
        return f"{place}: {self.message}"

    @property
    def in_row(self) -> str:
        return f"{self.column}: {self.message}" if self.column else self.message


class Counts(msgspec.Struct, frozen=True):
    """What became of the good rows: new cards, cards that were changed, and rows that changed nothing."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    new_tags: int = 0

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.skipped


class Outcome(msgspec.Struct, frozen=True):
    """What an import did or, if `is_done` isn't set, would do; `first` are the first good rows."""

    rows: int
    counts: Counts
    faults: list[RowFault]
    first: list[ImportedClient]
    is_done: bool

    @property
    def written(self) -> int:
        """How many cards were created or changed."""
        return self.counts.created + self.counts.updated if self.is_done else 0
