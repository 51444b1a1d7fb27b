"""The filters of a search on what clients booked, as SQL.

Appointments are counted once for all these filters, by client: `history` has for the filter number n the number of
appointments that fit (`count_n`) and their price (`price_n`), as far as the filter asks for them.
"""

from collections.abc import Iterator, Sequence
from typing import LiteralString

from parlour.areas.clients.model.search_filters import Booked, Group
from parlour.areas.clients.queries.search_conditions import Arguments, all_of, any_of, within

PRICE_PARTS = 10_000
"""How many parts a unit of the currency has in `appointment_figures` (migration 0027)."""
# Up to 1,000 candidates have their appointments looked up; for more, those of the whole location are read.
_ARE_MANY: LiteralString = "(SELECT count(*) FROM (SELECT FROM candidates LIMIT 1001) AS counted) > 1000"


def found_by_bookings(groups: Sequence[Group], cards: Sequence[LiteralString], args: Arguments) -> LiteralString:
    """Return `history`, and `found`: those of `candidates k` whom any of the groups admits.

    The cards are the condition of each group on `k`, beside the filters on bookings. Conditions on figures are put
    together where they can be, because each look into the history is a hash table of its own.
    """
    counted = [each for group in groups for each in _booked(group) if not _is_of_services_alone(each)]
    figures = (_figures_fit(number, each, args, is_alone=len(counted) == 1) for number, each in enumerate(counted))
    conditions: list[LiteralString] = []
    needing_figures_alone: list[LiteralString] = []
    for group, card in zip(groups, cards, strict=True):
        others = [_booked_services(each, args) for each in _booked(group) if _is_of_services_alone(each)]
        others += [] if card == "true" else [card]
        needed: list[LiteralString] = []
        refused: list[LiteralString] = []
        for each in _booked(group):
            if not _is_of_services_alone(each):
                (refused if each.admits_without else needed).append(next(figures))
        if needed and not (refused or others):
            needing_figures_alone.append(all_of(needed))
            continue
        others += [_in_history(all_of(needed))] if needed else []
        others += [_in_history(any_of(refused), "NOT TRUE")] if refused else []
        conditions.append(all_of(others))
    conditions += [_in_history(any_of(needing_figures_alone))] if needing_figures_alone else []
    # What is read once isn't stored before, unless it is said to be MATERIALIZED.
    history: LiteralString = f"history AS ({_history_of(counted, args)})," if counted else ""
    return f"""
        {history}
        found AS MATERIALIZED (SELECT k.id, k.key FROM candidates k WHERE {any_of(conditions)})
    """


def _booked(group: Group) -> list[Booked]:
    return [each for each in group if isinstance(each, Booked)]


def _in_history(figures: LiteralString, truth: LiteralString = "TRUE") -> LiteralString:
    return f"(k.id IN (SELECT h.client_id FROM history h WHERE {figures})) IS {truth}"


def _figures_fit(number: int, wanted: Booked, args: Arguments, *, is_alone: bool) -> LiteralString:
    """Return the condition on a client's row `h` of `history` that admits the client, or else refuses.

    Clients without any appointment, or of a filter alone without one that fits, have no row. So a filter that admits
    them refuses those whose row fits this condition.
    """
    is_one_certain = is_alone or wanted.is_of_all
    least_one = [f"h.count_{number} >= 1"] if wanted.count is None and not is_one_certain else []
    fits = all_of([
        *least_one,
        *within(f"h.count_{number}", wanted.count, args),
        *within(f"h.price_{number}", wanted.price, args, PRICE_PARTS),
    ])  # fmt: skip
    return f"NOT ({fits})" if wanted.admits_without != wanted.inverted else f"({fits})"


def _history_of(wanted: Sequence[Booked], args: Arguments) -> LiteralString:
    """Return the statement that counts the appointments of the clients in `candidates`.

    Of a single filter, only the appointments that fit are grouped.
    """
    fitting = [all_of(_fitting(each, args)) for each in wanted]
    is_counted, filters = (fitting[0], ["true"]) if len(fitting) == 1 else ("true", fitting)
    pairs = enumerate(zip(wanted, filters, strict=True))
    figures: LiteralString = "".join(f", {each}" for number, pair in pairs for each in _figures(number, *pair))
    of_location: LiteralString = f"""
        SELECT f.client_id {figures} FROM appointment_figures f
        WHERE f.chain_id = $1 AND f.location_id = $2 AND {is_counted}
    """
    return f"""
        SELECT * FROM ({of_location} GROUP BY f.client_id) AS all_of_location WHERE {_ARE_MANY}
        UNION ALL
        SELECT own.* FROM candidates AS few
        CROSS JOIN LATERAL ({of_location} AND f.client_id = few.id GROUP BY f.client_id) AS own
        WHERE NOT {_ARE_MANY}
    """


def _figures(number: int, wanted: Booked, fits: LiteralString) -> Iterator[LiteralString]:
    """Yield the columns of a filter: what isn't asked for, or true of each client with a row, isn't counted."""
    picked: LiteralString = "" if fits == "true" else f"FILTER (WHERE {fits})"
    if picked or wanted.count:
        yield f"count(*) {picked} AS count_{number}"
    if wanted.price:
        yield f"coalesce(sum(f.price_parts) {picked}, 0) AS price_{number}"


def _fitting(wanted: Booked, args: Arguments) -> Iterator[LiteralString]:
    if wanted.team_member_ids is not None:
        yield _is_any("f.team_member_id", wanted.team_member_ids, "bigint", args)
    if wanted.attendances is not None:
        yield _is_any("f.attendance", wanted.attendances, "text", args)
    if wanted.since is not None:
        yield f"f.day >= {args.bind(wanted.since)}::date"
    if wanted.until is not None:
        yield f"f.day <= {args.bind(wanted.until)}::date"
    for services in _services(wanted, args):
        yield f"(f.appointment_id IN (SELECT s.appointment_id {_with_service(services)})) IS TRUE"


def _services(wanted: Booked, args: Arguments) -> Iterator[LiteralString]:
    """Yield the services of each condition on them, as an array."""
    if wanted.service_ids is not None:
        yield f"{args.bind(wanted.service_ids)}::bigint[]"
    if wanted.service_category_ids is not None:
        yield f"""
            ARRAY(SELECT v.id FROM services v
                  WHERE v.chain_id = $1 AND v.category_id = ANY ({args.bind(wanted.service_category_ids)}::bigint[]))
        """


# For each appointment of a location, a comparison takes a fraction of what a look into an array takes.
def _is_any(column: LiteralString, values: Sequence[object], kind: LiteralString, args: Arguments) -> LiteralString:
    if len(values) == 1:
        return f"{column} = {args.bind(values[0])}::{kind}"
    return f"{column} = ANY ({args.bind(values)}::{kind}[])"


# IS TRUE behind `IN (SELECT …)` keeps it from becoming a join: what has the services is put into a hash table, once.
def _with_service(services: LiteralString) -> LiteralString:
    return f"""
        FROM booked_services s WHERE s.chain_id = $1 AND s.location_id = $2 AND s.service_id = ANY ({services})
    """


def _is_of_services_alone(wanted: Booked) -> bool:
    """Return whether a client fits who booked any of some services: then no appointment has to be looked at."""
    conditions = sum(value is not None for value in (wanted.service_ids, wanted.service_category_ids))
    return conditions == 1 and wanted == Booked(
        service_ids=wanted.service_ids, service_category_ids=wanted.service_category_ids, inverted=wanted.inverted
    )


def _booked_services(wanted: Booked, args: Arguments) -> LiteralString:
    """Return the condition on `candidates k` of a filter on services alone."""
    (services,) = _services(wanted, args)
    return f"""
        (k.id IN (SELECT s.client_id {_with_service(services)})) IS {"NOT TRUE" if wanted.inverted else "TRUE"}
    """
