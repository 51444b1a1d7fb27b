"""Merging cards of one person into one, and undoing that."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from parlour.access.tenant import Tenant
from parlour.areas.clients import refusals
from parlour.areas.clients.model.clients import Client
from parlour.areas.clients.model.merges import Belonging, Merge, Merged, Plan, plan_merge, plan_undoing
from parlour.areas.clients.queries import clients, merges, tags
from parlour.areas.clients.queries.merges import Move
from parlour.areas.clients.service.aliases import not_found
from parlour.areas.titles import named
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid, NotFound


async def merge_clients(
    conn: Connection, tenant: Tenant, card_id: int, other_ids: Sequence[int], *, is_preview: bool = False
) -> Merged:
    """Merge cards into one, or say what that would move.

    The card keeps what it has and gets what it hasn't; the others become aliases. Raise `NotFound` for the card,
    `Invalid` for others.
    """
    cards = await _lock_for_merge(conn, tenant, card_id, other_ids)
    plan = plan_merge(cards[card_id], [cards[other_id] for other_id in other_ids])
    belongings = await merges.list_belongings(conn, tenant, other_ids)
    tag_ids = await merges.list_missing_tags(conn, tenant, card_id, other_ids)
    merge_id = None
    if not is_preview:
        merge_id = await _merge(conn, tenant, card_id, other_ids, plan, belongings, tag_ids)
    (card,) = await clients.list_written(conn, tenant, [card_id])
    counts = Counter(each.kind for each in belongings)
    return Merged(merge_id, card, list(other_ids), plan.filled, dict(counts), len(tag_ids), plan.added)


async def _lock_for_merge(
    conn: Connection, tenant: Tenant, card_id: int, other_ids: Sequence[int]
) -> dict[int, Client]:
    """Lock and return all cards of a merge. Raise `NotFound` for the first, `Invalid` for others."""
    _check_ids(card_id, other_ids)
    locked = await merges.lock_visible(conn, tenant, [card_id, *other_ids])
    if card_id not in locked:
        raise await not_found(conn, tenant, card_id)
    if faults := [_unknown(place) for place, other_id in enumerate(other_ids) if other_id not in locked]:
        raise Invalid(faults)
    return await _cards_of(conn, tenant, [card_id, *other_ids])


async def _merge(
    conn: Connection,
    tenant: Tenant,
    card_id: int,
    other_ids: Sequence[int],
    plan: Plan,
    belongings: Sequence[Belonging],
    tag_ids: Sequence[int],
) -> int:
    """Write a merge, and return its id. The other cards first: this one may get the phone number of one."""
    moved: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for each in belongings:
        moved[each.kind].append((each.id, each.client_id))
    await merges.hide_merged(conn, tenant, card_id, other_ids)
    await clients.update_client(conn, tenant, card_id, plan.fields)
    await _move(conn, tenant, [(each, card_id) for each in belongings])
    await tags.add_tags(conn, tenant, {card_id: tag_ids})
    return await merges.create_merge(conn, tenant, card_id, other_ids, moved, plan, tag_ids)


async def undo_merge(conn: Connection, tenant: Tenant, card_id: int, merge_id: int) -> Client:
    """Give the merged cards back what was moved, and return the card. Raise `NotFound`.

    Raise `Conflict` that names all that was changed since.
    """
    merge = await merges.lock_merge(conn, tenant, merge_id)
    if merge is None or merge.client_id != card_id:
        raise NotFound("Merge")
    await merges.lock_cards(conn, tenant, [card_id, *merge.merged_ids])
    if not await clients.has_client(conn, tenant, card_id):
        raise NotFound("Client")
    if unusable := await merges.list_unusable(conn, tenant, card_id, merge.merged_ids):
        raise refusals.UNUSABLE.error(_listed(unusable), details={"client_ids": unusable})
    cards = await _cards_of(conn, tenant, [card_id, *merge.merged_ids])
    fields, changed = plan_undoing(cards[card_id], merge, cards)
    await _refuse_changed(conn, tenant, merge, changed)
    await clients.update_client(conn, tenant, card_id, fields)
    with violations_mean({"clients_phone_idx": refusals.NUMBER_IN_USE.error()}):
        await merges.restore_merged(conn, tenant, merge.merged_ids)
    await _move(conn, tenant, [(Belonging(each.kind, each.id, card_id), each.client_id) for each in merge.belongings])
    await merges.remove_tags(conn, tenant, card_id, merge.tag_ids)
    await merges.set_undone(conn, tenant, merge_id)
    (card,) = await clients.list_written(conn, tenant, [card_id])
    return card


async def _refuse_changed(conn: Connection, tenant: Tenant, merge: Merge, changed: list[str]) -> None:
    """Raise `Conflict` if fields were changed since the merge, or rows belong to other cards now."""
    now = {(each.kind, each.id) for each in await merges.list_belongings(conn, tenant, [merge.client_id])}
    elsewhere: defaultdict[str, list[int]] = defaultdict(list)
    for each in merge.belongings:
        if (each.kind, each.id) not in now:
            elsewhere[each.kind].append(each.id)
    if changed or elsewhere:
        shown = [*changed, *(f"{kind} {_listed(ids)}" for kind, ids in elsewhere.items())]
        raise refusals.CHANGED_SINCE.error(named(shown), details={"changed": {"fields": changed, **elsewhere}})


async def _move(conn: Connection, tenant: Tenant, moves: Sequence[tuple[Belonging, int]]) -> None:
    """Give rows another card, the one named beside each."""
    by_kind: defaultdict[str, list[tuple[Belonging, int]]] = defaultdict(list)
    for each in moves:
        by_kind[each[0].kind].append(each)
    for kind, rows in by_kind.items():  # one statement for each of a few kinds
        await merges.move(conn, tenant, kind, [Move(row.id, row.client_id, card_id) for row, card_id in rows])


async def _cards_of(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> dict[int, Client]:
    return {card.id: card for card in await clients.list_written(conn, tenant, client_ids)}


def _check_ids(card_id: int, other_ids: Sequence[int]) -> None:
    if not other_ids:
        raise refusals.NO_OTHERS.error("client_ids")
    faults = [
        refusals.MERGED_TWICE.fault(f"client_ids[{place}]")
        for place, other_id in enumerate(other_ids)
        if other_id == card_id or other_id in other_ids[:place]
    ]
    if faults:
        raise Invalid(faults)


def _unknown(place: int) -> Fault:
    return refusals.NO_SUCH_CLIENT.fault(f"client_ids[{place}]")


def _listed(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids))
