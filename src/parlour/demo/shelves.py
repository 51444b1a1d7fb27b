"""Filling a shelf: the kinds, brands and sizes that a location (or a whole chain) has, and the name of each item."""

import itertools
import random
from collections.abc import Iterator

import msgspec

from parlour.demo.assortment import KINDS, Kind
from parlour.demo.brands import Brand, sold
from parlour.demo.model import Category
from parlour.demo.sizes import Size
from parlour.demo.traits import traits_of

_LANGUAGES = ("en", "de", "ja", "ru")


class Shelf(msgspec.Struct, frozen=True):
    """The products of one location, or (location None) those of the whole chain; and how many there are."""

    location: int | None
    language: str
    market: str
    currency: str
    quantity: int


class Item(msgspec.Struct, frozen=True):
    """A product that has a name but no numbers yet."""

    kind: Kind
    brand: Brand
    trait: str
    size: Size
    category: int
    language: str

    @property
    def noun(self) -> str:
        return _noun(self.kind, self.language)

    @property
    def title(self) -> str:
        """Return a title such as `Oriel Maison Volume Shampoo, 250 ml`, in the word order of the language."""
        size = self.size.written(self.language)
        if self.language == "en":
            named, between = f"{self.brand.name} {self.trait} {self.noun}", ", "
        elif self.language == "ja":
            named, between = f"{self.brand.name} {self.trait}{self.noun}", " "
        elif self.language == "de":
            named, between = f"{self.brand.name} {self.noun} {self.trait}", " "
        else:
            named, between = f"{self.brand.name} {self.noun} «{self.trait}»", ", "
        return " ".join(f"{named}{between if size else ''}{size}".split())

    @property
    def receipt_title(self) -> str:
        return f"{self.noun} {self.size.written(self.language)}".strip()


def fill(rng: random.Random, shelf: Shelf, categories: tuple[Category, ...], taken: set[str]) -> list[Item]:
    """Return items of all kinds in turn, as many as the shelf has. Skip titles in `taken`, and add the new ones."""
    variants = [_variants(rng, kind, shelf, _homes(kind, shelf, categories)) for kind in KINDS]
    rng.shuffle(variants)
    items: list[Item] = []
    for item in itertools.chain.from_iterable(itertools.zip_longest(*variants)):
        if item is not None and item.title not in taken and len(items) < shelf.quantity:
            taken.add(item.title)
            items.append(item)
    return items


class Homes(msgspec.Struct, frozen=True):
    """The categories possible for a kind: all that are visible for the shelf, and of these the location's own."""

    seen: tuple[int, ...]
    own: tuple[int, ...]


def _homes(kind: Kind, shelf: Shelf, categories: tuple[Category, ...]) -> Homes:
    seen = {category.key: at for at, category in enumerate(categories) if category.location in (None, shelf.location)}
    homes = tuple(seen[place] for place in kind.places if place in seen)
    if not homes and kind.otherwise in seen:
        homes = (seen[kind.otherwise],)
    return Homes(homes, tuple(home for home in homes if categories[home].location is not None))


def _variants(rng: random.Random, kind: Kind, shelf: Shelf, homes: Homes) -> Iterator[Item]:
    """Yield the items of a kind: brands and traits in random order, each in some of its sizes."""
    if not homes.seen or not _noun(kind, shelf.language):
        return
    makes = list(itertools.product(sold(kind.field, shelf.market), traits_of(kind.field, shelf.language)))
    rng.shuffle(makes)
    for turn, (brand, trait) in enumerate(makes):
        homes_in_turn = homes.own if homes.own and rng.random() < 0.4 else homes.seen
        home = homes_in_turn[turn % len(homes_in_turn)]
        for size in rng.sample(kind.sizes, rng.randint(1, len(kind.sizes))):
            yield Item(kind, brand, trait, size, home, shelf.language)


def _noun(kind: Kind, language: str) -> str:
    return kind.names[_LANGUAGES.index(language)]
