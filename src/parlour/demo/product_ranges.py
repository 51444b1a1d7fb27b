"""The product range of a location or a whole chain: kinds, brands and sizes, and the name of each item."""

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


class ProductRange(msgspec.Struct, frozen=True):
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


def make_items(
    rng: random.Random, product_range: ProductRange, categories: tuple[Category, ...], taken: set[str]
) -> list[Item]:
    """Return items of all kinds in turn, as many as the range has. Skip titles in `taken`, and add the new ones."""
    variants = [_variants(rng, kind, product_range, _choices(kind, product_range, categories)) for kind in KINDS]
    rng.shuffle(variants)
    items: list[Item] = []
    for item in itertools.chain.from_iterable(itertools.zip_longest(*variants)):
        if item is not None and item.title not in taken and len(items) < product_range.quantity:
            taken.add(item.title)
            items.append(item)
    return items


class Choices(msgspec.Struct, frozen=True):
    """The categories possible for a kind: all that are visible for the range, and of these the location's own."""

    seen: tuple[int, ...]
    own: tuple[int, ...]


def _choices(kind: Kind, product_range: ProductRange, categories: tuple[Category, ...]) -> Choices:
    seen = {
        category.key: at
        for at, category in enumerate(categories)
        if category.location in (None, product_range.location)
    }
    choices = tuple(seen[key] for key in kind.category_keys if key in seen)
    if not choices and kind.otherwise in seen:
        choices = (seen[kind.otherwise],)
    return Choices(choices, tuple(category for category in choices if categories[category].location is not None))


def _variants(rng: random.Random, kind: Kind, product_range: ProductRange, choices: Choices) -> Iterator[Item]:
    """Yield the items of a kind: brands and traits in random order, each in some of its sizes."""
    if not choices.seen or not _noun(kind, product_range.language):
        return
    makes = list(
        itertools.product(sold(kind.field, product_range.market), traits_of(kind.field, product_range.language))
    )
    rng.shuffle(makes)
    for turn, (brand, trait) in enumerate(makes):
        options = choices.own if choices.own and rng.random() < 0.4 else choices.seen
        category = options[turn % len(options)]
        for size in rng.sample(kind.sizes, rng.randint(1, len(kind.sizes))):
            yield Item(kind, brand, trait, size, category, product_range.language)


def _noun(kind: Kind, language: str) -> str:
    return kind.names[_LANGUAGES.index(language)]
