"""Sizes of packs: how they are written in each language, and their units."""

from decimal import Decimal

import msgspec

# Ids of the units that every database has (see the first migration).
PIECE, GRAM, MILLILITRE, PACKAGE, SET, BOTTLE, TUBE, AMPOULE = 1, 2, 4, 8, 9, 11, 12, 13

# A measure written in English, German, Japanese and Russian; {n} is replaced by the number.
_WRITTEN = {
    "ml": ("{n} ml", "{n} ml", "{n}ml", "{n} мл"),
    "l": ("{n} l", "{n} l", "{n}L", "{n} л"),
    "g": ("{n} g", "{n} g", "{n}g", "{n} г"),
    "kg": ("{n} kg", "{n} kg", "{n}kg", "{n} кг"),
    "pieces": ("{n} pcs", "{n} Stück", "{n}個入", "{n} шт."),
    "set": ("set of {n}", "{n}er-Set", "{n}点セット", "набор из {n}"),
    "ampoules": ("{n} × 2 ml", "{n} × 2 ml", "2ml×{n}本", "{n} × 2 мл"),
    "one": ("", "", "", ""),
}
_LANGUAGES = ("en", "de", "ja", "ru")


class Size(msgspec.Struct, frozen=True):
    """One size of a product: sold by the sale unit, used up in write-off units, of which `ratio` make one sale unit."""

    measure: str
    number: int
    sale_unit_id: int
    write_off_unit_id: int
    ratio: int
    net_g: int

    def written(self, language: str) -> str:
        """Return the size as text, such as `250 ml` or `3er-Set`; empty for a single piece."""
        if self.measure in ("ml", "g") and self.number >= 1000:
            big, number = {"ml": "l", "g": "kg"}[self.measure], Decimal(self.number) / 1000
        else:
            big, number = self.measure, Decimal(self.number)
        comma = str(number) if language in ("en", "ja") else str(number).replace(".", ",")
        return _WRITTEN[big][_LANGUAGES.index(language)].format(n=comma)


def bottles(*millilitres: int) -> tuple[Size, ...]:
    return tuple(Size("ml", n, BOTTLE, MILLILITRE, n, n) for n in millilitres)


def tubes(*millilitres: int) -> tuple[Size, ...]:
    return tuple(Size("ml", n, TUBE, MILLILITRE, n, n) for n in millilitres)


def jars(*grams: int) -> tuple[Size, ...]:
    return tuple(Size("g", n, PIECE, GRAM, n, n) for n in grams)


def pouches(*grams: int) -> tuple[Size, ...]:
    return tuple(Size("g", n, PACKAGE, GRAM, n, n) for n in grams)


def packs(grams_each: int, *pieces: int) -> tuple[Size, ...]:
    return tuple(Size("pieces", n, PACKAGE, PIECE, n, n * grams_each) for n in pieces)


def sets(grams_each: int, *pieces: int) -> tuple[Size, ...]:
    return tuple(Size("set", n, SET, PIECE, n, n * grams_each) for n in pieces)


def ampoules(*pieces: int) -> tuple[Size, ...]:
    return tuple(Size("ampoules", n, PACKAGE, AMPOULE, n, 2 * n) for n in pieces)


def single(grams: int) -> tuple[Size, ...]:
    return (Size("one", 1, PIECE, PIECE, 1, grams),)
