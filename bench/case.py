"""A case: one operation to measure, as HTTP requests and as the same statement for pgbench."""

import msgspec

from bench.dataset import LOCATIONS, LOCATIONS_PER_CHAIN
from bench.pgbench import Script
from bench.traffic import Request

# The number of different requests that the load repeats.
VARIANTS = 2000
ANY_LOCATION = f"location_id random(1, {LOCATIONS})"
ITS_CHAIN = f"chain_id (:location_id - 1) / {LOCATIONS_PER_CHAIN} + 1"
# Or, if the chain is drawn first:
LOCATION_OF_CHAIN = f"location_id (:chain_id - 1) * {LOCATIONS_PER_CHAIN} + random(1, {LOCATIONS_PER_CHAIN})"


class Case(msgspec.Struct, frozen=True):
    """One operation. Its requests and its script ask for the same kinds of items, equally often."""

    title: str
    requests: list[Request]
    script: Script
    writes: bool = False


def locations_of(chain_id: int) -> range:
    first = (chain_id - 1) * LOCATIONS_PER_CHAIN + 1
    return range(first, first + LOCATIONS_PER_CHAIN)
