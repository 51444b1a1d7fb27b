"""Searching for an operation or a field by a few letters, even mistyped ones."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec
from rapidfuzz.distance import OSA

from parlour.portal.operations import Field, Operation, Tag

WORD = re.compile(r"[^\W_]+")
LONGEST_QUERY = 100
# The weight of a word, by its position.
IN_SUMMARY, IN_ADDRESS, IN_NAME, IN_TEXT = 4.0, 2.5, 2.0, 1.0
# How well a word matches what was typed.
SAME, BEGINS, INSIDE, MISTYPED = 1.0, 0.8, 0.5, 0.4


class Hit(msgspec.Struct, frozen=True):
    """One search result."""

    kind: str
    """`operation` or `field`."""
    title: str
    detail: str
    method: str
    url: str


class Index:
    """The index: all words of the portal, with the hits that contain them."""

    def __init__(self, tags: Iterable[Tag]) -> None:
        self._hits: list[Hit] = []
        self._places: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for tag in tags:
            for operation in tag.operations:
                self._add_operation(operation)

    def find(self, query: str, limit: int = 20) -> list[Hit]:
        """Return the best hits first. Each contains every word of the query, exactly or nearly."""
        words = WORD.findall(query[:LONGEST_QUERY].lower())
        scores: dict[int, float] | None = None
        for word in words:
            found = self._score(word)
            scores = found if scores is None else {at: scores[at] + found[at] for at in scores.keys() & found.keys()}
        ranked = sorted((scores or {}).items(), key=lambda item: (-item[1], item[0]))
        return [self._hits[at] for at, _ in ranked[:limit]]

    def _score(self, word: str) -> dict[int, float]:
        scores: dict[int, float] = {}
        for known, places in self._places.items():
            likeness = _likeness(word, known)
            for at, weight in places.items() if likeness else ():
                scores[at] = max(scores.get(at, 0), likeness * weight)
        return scores

    def _add_operation(self, operation: Operation) -> None:
        self._add(
            Hit("operation", operation.summary, operation.path, operation.method, operation.url),
            (operation.summary, IN_SUMMARY),
            (f"{operation.id} {operation.path}", IN_ADDRESS),
            (operation.description, IN_TEXT),
        )
        for field in _fields_of(operation):
            url = f"{operation.url}#{field.anchor}"
            hit = Hit("field", field.name, f"{operation.summary} · {field.anchor}", operation.method, url)
            self._add(hit, (field.name, IN_NAME), (field.meaning, IN_TEXT))

    def _add(self, hit: Hit, *texts: tuple[str, float]) -> None:
        at = len(self._hits)
        self._hits.append(hit)
        for text, weight in texts:
            for word in WORD.findall(text.lower()):
                places = self._places[word]
                places[at] = max(places.get(at, 0), weight)


def _fields_of(operation: Operation) -> Iterator[Field]:
    for parameter in operation.parameters:
        yield parameter.field
    bodies = [operation.body, *(answer.body for answer in operation.successes)]
    for body in bodies:
        for field in body.fields if body else ():
            yield from field.walk()


def _likeness(typed: str, known: str) -> float:
    """Return the likeness, from 0 to 1. One letter may be wrong, missing, doubled or swapped; two in longer words."""
    if typed == known:
        return SAME
    if known.startswith(typed):
        return BEGINS
    if len(typed) >= 3 and typed in known:
        return INSIDE
    slips = 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2
    if not slips:
        return 0
    # Compare with the whole word, and with its beginnings, because a word may still be incomplete.
    lengths = {len(known), *range(len(typed) - slips, len(typed) + slips + 1)}
    distance = min(OSA.distance(typed, known[:length], score_cutoff=slips) for length in lengths)
    return MISTYPED if distance <= slips else 0
