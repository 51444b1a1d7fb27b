"""The filters of a search on `clients c` as SQL: fixed pieces of text, whose values are bound as parameters."""

import re
from collections.abc import Iterator
from functools import singledispatch
from typing import Any, LiteralString

from parlour.areas.clients.model import search_filters as model

# Of `clients`, as their index has them: pieces of the names, the email, the card and the phone number.
PIECES: LiteralString = "search_pieces(location_id, search_text || chr(31) || phone)"
# For users who don't see contacts. Clients without a name are called by their phone number.
_NAMES_AND_CARD: LiteralString = r"""
    concat_ws(chr(31),
              CASE WHEN c.phone = '' OR regexp_replace(c.name, '\D', '', 'g') <> c.phone
                   THEN split_part(c.search_text, chr(31), 1) END,
              split_part(c.search_text, chr(31), 3))
"""


class Arguments:
    """The arguments of a statement, in the order of its parameters."""

    def __init__(self, *first: Any) -> None:
        self.values: list[Any] = [*first]

    def bind(self, value: Any) -> LiteralString:
        """Add a value and return its placeholder."""
        self.values.append(value)
        return f"${len(self.values)}"


@singledispatch
def condition_of(wanted: Any, _: Arguments) -> LiteralString:
    """Return the condition of a filter, which is about `clients c` alone."""
    raise TypeError(wanted)


@condition_of.register
def _(wanted: model.Admits, _: Arguments) -> LiteralString:
    return "true" if wanted.everyone else "false"


@condition_of.register
def _(wanted: model.Typed, args: Arguments) -> LiteralString:
    patterns: LiteralString = args.bind([_pattern(word) for word in wanted.words])
    if wanted.sees_contacts:
        words = f"(c.search_text || chr(31) || c.phone) LIKE ALL ({patterns}::text[])"
        return f"({words} OR c.phone LIKE {args.bind(_pattern(wanted.digits))})" if wanted.digits else words
    words = f"{_NAMES_AND_CARD} LIKE ALL ({patterns}::text[])"
    return f"({words} OR c.phone = {args.bind(wanted.digits)})" if wanted.digits else words


@condition_of.register
def _(wanted: model.HasId, args: Arguments) -> LiteralString:
    return f"c.id = ANY ({args.bind(wanted.ids)}::bigint[])"


@condition_of.register
def _(wanted: model.HasTag, args: Arguments) -> LiteralString:
    return f"(c.id IN ({tagged(wanted, args)})) IS TRUE"


@condition_of.register
def _(wanted: model.OfGender, args: Arguments) -> LiteralString:
    return f"c.gender = ANY ({args.bind(wanted.genders)}::text[])"


@condition_of.register
def _(wanted: model.OfImportance, args: Arguments) -> LiteralString:
    return f"c.importance = ANY ({args.bind(wanted.importances)}::text[])"


@condition_of.register
def _(wanted: model.TakesMailings, args: Arguments) -> LiteralString:
    return f"c.refuses_mailings <> {args.bind(wanted.takes)}::boolean"


@condition_of.register
def _(wanted: model.Sold, args: Arguments) -> LiteralString:
    return all_of(within("c.sold_amount", wanted.amount, args))


@condition_of.register
def _(wanted: model.Born, args: Arguments) -> LiteralString:
    return all_of([
        "c.birth_date IS NOT NULL",
        *([] if wanted.since is None else [f"c.birth_date >= {args.bind(wanted.since)}::date"]),
        *([] if wanted.until is None else [f"c.birth_date <= {args.bind(wanted.until)}::date"]),
    ])  # fmt: skip


@condition_of.register
def _(wanted: model.Birthday, args: Arguments) -> LiteralString:
    ends = (wanted.low, wanted.high, wanted.second_low, wanted.second_high)
    low, high, second_low, second_high = (f"{args.bind(end)}::integer" for end in ends)
    return f"""
        (birthday_of(c.birth_date) BETWEEN {low} AND {high}
         OR birthday_of(c.birth_date) BETWEEN {second_low} AND {second_high})
    """


def pieces_of(wanted: model.Typed, args: Arguments) -> LiteralString:
    """Return what the index of pieces can tell about a text, for `clients`: all that fit, and hardly any others.

    Only for a look into that index: computing the pieces of a client takes far longer than comparing texts.
    """
    words: LiteralString = f"{PIECES} @> word_pieces($2, {args.bind(wanted.words)}::text[])"
    if not wanted.digits:
        return words
    return f"({words} OR {PIECES} @> word_pieces($2, ARRAY[{args.bind(wanted.digits)}::text]))"


def tagged(wanted: model.HasTag, args: Arguments) -> LiteralString:
    """Return the statement for the clients with any of the tags."""
    tags: LiteralString = args.bind(wanted.tag_ids)
    return f"SELECT t.client_id FROM client_tags t WHERE t.chain_id = $1 AND t.tag_id = ANY ({tags}::bigint[])"


def within(column: LiteralString, wanted: model.Range | None, args: Arguments, scale: int = 1) -> Iterator[str]:
    """Yield the conditions that a column is in a range, whose ends are multiplied by a scale."""
    if wanted is not None and wanted.low is not None:
        yield f"{column} >= {args.bind(wanted.low * scale)}::numeric"
    if wanted is not None and wanted.high is not None:
        yield f"{column} <= {args.bind(wanted.high * scale)}::numeric"


def all_of(conditions: Any) -> LiteralString:
    """Return the condition that all conditions hold; true for none."""
    return " AND ".join(conditions) or "true"


def any_of(conditions: Any) -> LiteralString:
    """Return the condition that one of the conditions holds; false for none."""
    return f"({' OR '.join(f'({each})' for each in conditions) or 'false'})"


def _pattern(part: str) -> str:
    """Return the pattern of LIKE for texts that contain a part."""
    escaped = re.sub(r"([\\%_])", r"\\\1", part)
    return f"%{escaped}%"
