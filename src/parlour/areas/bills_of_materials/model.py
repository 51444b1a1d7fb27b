"""A bill of materials: which products a service uses up, how much of each, and from which storage."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.bills_of_materials import refusals
from parlour.errors import Fault, Invalid

MOST_LINES = 100


class Line(msgspec.Struct, frozen=True):
    """A product of a bill as it is entered; `amount` in its write-off unit."""

    storage_id: int
    product_id: int
    amount: Decimal

    @property
    def key(self) -> tuple[int, int]:
        """Return what identifies the line within its bill."""
        return self.product_id, self.storage_id


class BillLine(Line, frozen=True):
    """A product of a bill as it is shown, with its title, its write-off unit and what one unit costs the business."""

    id: int
    title: str
    unit: str
    unit_cost_price: Decimal


class Bill(msgspec.Struct, frozen=True):
    """A bill of materials of a location."""

    id: int
    location_id: int
    title: str
    revision: int
    lines: list[BillLine]


class BillPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a bill; UNSET keeps the current value. `lines` are all that it shall have."""

    title: str | UnsetType = UNSET
    lines: Sequence[Line] | UnsetType = UNSET


class References(msgspec.Struct, frozen=True):
    """The storages and products that lines may name."""

    storage_ids: list[int]
    product_ids: list[int]


def check_lines(lines: Sequence[Line], known: References, current: Sequence[Line] = ()) -> None:
    """Raise `Invalid` with every unknown storage or product, and every line that is in the list already.

    What the bill has already may stay, also if its product was deleted since.
    """
    if faults := [*faults_of_lines(lines, known, current)]:
        raise Invalid(faults)


def faults_of_lines(lines: Sequence[Line], known: References, current_lines: Sequence[Line]) -> Iterator[Fault]:
    """Yield a fault for each unknown storage or product that isn't there already, and for each repeated line."""
    current = {line.key for line in current_lines}
    seen: set[tuple[int, int]] = set()
    for position, line in enumerate(lines):
        if line.key not in current and line.storage_id not in known.storage_ids:
            yield refusals.NO_STORAGE.fault(f"lines[{position}].storage_id")
        if line.key not in current and line.product_id not in known.product_ids:
            yield refusals.NO_PRODUCT.fault(f"lines[{position}].product_id")
        if line.key in seen:
            yield refusals.REPEATED_LINE.fault(f"lines[{position}].product_id")
        seen.add(line.key)
