"""Growth: how much slower searches for common words get when the same locations have more products."""

import asyncio
import random
from collections.abc import Callable, Iterator

import msgspec

from bench import dataset, generators, servers, traffic
from bench.case import VARIANTS
from bench.databases import create_database
from bench.dataset import LOCATIONS
from bench.measure import Effort, Measured, ReportStep, Setting
from bench.report import Figure, best
from bench.traffic import Request
from bench.vocabulary import BRANDS, Language

SIZES = (10_000, 100_000)
# Only on request, because filling it takes minutes.
LARGEST = 1_000_000
ASKED = "at least 67% of the first"


def _word(draw: random.Random, language: Language) -> str:
    return draw.choice((*language.kinds, *language.qualities))


def _brand(draw: random.Random, _: Language) -> str:
    return draw.choice(BRANDS)


def _syllable(draw: random.Random, language: Language) -> str:
    """Return two or three letters from the middle of a word."""
    return _word(draw, language)[1 : draw.choice((3, 4))]


def _side_by_side(draw: random.Random, language: Language) -> str:
    return f"{draw.choice(language.qualities)} {draw.choice(language.kinds)}"


def _apart(draw: random.Random, language: Language) -> str:
    return f"{draw.choice(language.kinds)} {draw.choice(BRANDS)}"


TERMS: dict[str, Callable[[random.Random, Language], str]] = {
    "a common word": _word,
    "a brand": _brand,
    "a syllable": _syllable,
    "two words side by side": _side_by_side,
    "two words apart": _apart,
}


class Case(msgspec.Struct, frozen=True):
    """One kind of requests, the same for every size."""

    title: str
    requests: list[Request]


def cases() -> Iterator[Case]:
    for title, make in TERMS.items():
        draw = random.Random(7)
        places = [draw.randint(1, LOCATIONS) for _ in range(VARIANTS)]
        terms = [make(draw, dataset.language_of(place)) for place in places]
        requests = [
            traffic.get(f"/api/v1/goods/search/{place}", {"term": term})
            for place, term in zip(places, terms, strict=True)
        ]
        yield Case(f"Search: {title}", requests)
    products = random.Random(8).sample(range(1, min(SIZES) + 1), VARIANTS)
    requests = [traffic.get(f"/api/v1/goods/{dataset.location_of(product)}/{product}") for product in products]
    yield Case("One product", requests)


def sizes_of(effort: Effort) -> tuple[int, ...]:
    return (*SIZES, LARGEST) if effort.is_large else SIZES


def steps_of(effort: Effort) -> int:
    """Return the number of steps: for each size filling, then each case in every round."""
    return len(sizes_of(effort)) * (1 + len([*cases()]) * effort.rounds)


def measure(setting: Setting, report_step: ReportStep) -> list[Figure]:
    """Measure each size in a database of its own. Raise `Failed`."""
    sizes = sizes_of(setting.effort)
    measured = {size: _measure_size(setting, size, report_step) for size in sizes}
    figures = []
    for case in cases():
        first = measured[sizes[0]][case.title]
        for size in sizes:
            here = measured[size][case.title]
            share = "" if size == sizes[0] else f"{here.per_second / first.per_second:.0%}"
            figures.append(Figure(case.title, f"{size:,} products", here, share, ASKED if share else ""))
    return figures


def _measure_size(setting: Setting, size: int, report_step: ReportStep) -> dict[str, Measured]:
    report_step(f"Growth: filling a database with {size:,} products")
    url = asyncio.run(create_database(setting.url, f"growth_{size}"))
    tokens = asyncio.run(dataset.load(url, size))
    with servers.parlour(url, setting.directory / "growth.log") as server:
        return {
            case.title: _measure_case(
                setting, case, server.port, tokens, f"{size:,} products, {case.title}", report_step
            )
            for case in cases()
        }


def _measure_case(
    setting: Setting, case: Case, port: int, tokens: dataset.Tokens, title: str, report_step: ReportStep
) -> Measured:
    rounds = []
    for _ in range(setting.effort.rounds):
        report_step(title)
        rounds.append(generators.load(setting, port, case.requests, tokens.authorization))
    return best(rounds)
