"""The countries of ISO 3166-1: their codes, numbers and English names.

They are from Debian's iso-codes (https://salsa.debian.org/iso-codes-team/iso-codes), under the GNU LGPL 2.1 or later;
`make dictionaries` generates the file again.
"""

import csv
import io
from functools import lru_cache
from importlib.resources import files

import msgspec

FILE = "countries.tsv"


class IsoCountry(msgspec.Struct, frozen=True):
    """A country as listed in ISO 3166-1. `official_name` is empty where the standard has none."""

    alpha_2: str
    alpha_3: str
    number: int
    name: str
    official_name: str


@lru_cache
def iso_countries() -> dict[str, IsoCountry]:
    """Return all countries by their two-letter code."""
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return {
        alpha_2: IsoCountry(alpha_2, alpha_3, int(number), name, official_name)
        for alpha_2, alpha_3, number, name, official_name in csv.reader(io.StringIO(text), "excel-tab")
    }
