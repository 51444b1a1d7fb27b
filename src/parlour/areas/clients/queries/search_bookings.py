"""The filters of a search on what clients booked, as SQL.

Appointments are counted once for all these filters, by client: `history` has for the filter number n the number of
appointments that fit (`count_n`) and their price (`price_n`).
"""

from collections.abc import Iterator, Sequence
from typing import LiteralString

from parlour.areas.clients.model.search_filters import Booked
from parlour.areas.clients.queries.search_conditions import Arguments, all_of, within

PRICE_PARTS = 10_000
"""How many parts a unit of the currency has in `appointment_figures` (migration 0027)."""
# Up to 1,000 candidates have their appointments looked up; for more, those of the whole location are read.
_ARE_MANY: LiteralString = "(SELECT count(*) FROM (SELECT FROM candidates LIMIT 1001) AS counted) > 1000"


def history_of(wanted: Sequence[Booked], args: Arguments) -> LiteralString:
    """Return the statement that counts the appointments of the clients in `candidates`."""
    fitting = [all_of(_fitting(each, args)) for each in wanted]
    # Of a single filter, only the appointments that fit are grouped.
    is_counted, filters = (fitting[0], ["true"]) if len(fitting) == 1 else ("true", fitting)
    figures: LiteralString = ", ".join(
        f"count(*) FILTER (WHERE {fits}) AS count_{number}"
        + (f", coalesce(sum(f.price_parts) FILTER (WHERE {fits}), 0) AS price_{number}" if each.price else "")
        for number, (each, fits) in enumerate(zip(wanted, filters, strict=True))
    )
    return f"""
        SELECT * FROM (
            SELECT f.client_id, {figures} FROM appointment_figures f
            WHERE f.chain_id = $1 AND f.location_id = $2 AND {is_counted}
            GROUP BY f.client_id) AS all_of_location
        WHERE {_ARE_MANY}
        UNION ALL
        SELECT few.id, own.* FROM candidates AS few
        CROSS JOIN LATERAL (
            SELECT {figures} FROM appointment_figures f
            WHERE f.chain_id = $1 AND f.location_id = $2 AND f.client_id = few.id AND {is_counted}) AS own
        WHERE NOT {_ARE_MANY}
    """


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


def is_of_services_alone(wanted: Booked) -> bool:
    """Return whether a client fits who booked any of some services: then no appointment has to be looked at."""
    conditions = sum(value is not None for value in (wanted.service_ids, wanted.service_category_ids))
    return conditions == 1 and wanted == Booked(
        service_ids=wanted.service_ids, service_category_ids=wanted.service_category_ids, inverted=wanted.inverted
    )


def service_condition(wanted: Booked, args: Arguments) -> LiteralString:
    """Return the condition on `candidates k` of a filter on services alone."""
    (services,) = _services(wanted, args)
    return f"""
        (k.id IN (SELECT s.client_id {_with_service(services)})) IS {"NOT TRUE" if wanted.inverted else "TRUE"}
    """


def booked_condition(wanted: Booked, number: int, args: Arguments) -> LiteralString:
    """Return the condition on `candidates k` of the filter with a number in `history`.

    Clients without any appointment may not be in the history. So where they are admitted, all are admitted that aren't
    in it with figures that don't fit.
    """
    least_one = [f"h.count_{number} >= 1"] if wanted.count is None else []
    fits = all_of([
        *least_one,
        *within(f"h.count_{number}", wanted.count, args),
        *within(f"h.price_{number}", wanted.price, args, PRICE_PARTS),
    ])  # fmt: skip
    without = wanted.admits_without
    listed = f"NOT ({fits})" if without != wanted.inverted else fits
    return f"""
        (k.id IN (SELECT h.client_id FROM history h WHERE {listed})) IS {"NOT TRUE" if without else "TRUE"}
    """
