"""Erasures of clients on the v1 wire."""

from typing import Annotated

import msgspec

from parlour.areas.clients.model import erasure
from parlour.http.wire import mapped, of, says


class EraseForm(msgspec.Struct):
    """How far an erasure reaches."""

    chain: Annotated[
        bool,
        says("Also cards with the phone number in other locations of the chain. Needs the right in the chain.", False),
    ] = False


class Erasure(msgspec.Struct, frozen=True):
    """How many things of each kind were erased."""

    client_ids: Annotated[
        list[int], says("The cards: the one in the address, its aliases, and others with its phone number.", [812])
    ]
    fields: Annotated[int, says("Fields of the cards that had a value.", 8)]
    custom_fields: Annotated[int, says("Values of custom fields.", 1), of("custom_values")]
    categories: Annotated[int, says("Tags that were taken from the cards.", 1), of("tags")]
    comments: Annotated[int, says("Comments on the cards.", 2)]
    files: Annotated[int, says("Files of the cards.", 1)]
    records: Annotated[
        int,
        says("Appointments that had a name, a comment or values of custom fields. They stay, without these.", 3),
        of("appointments"),
    ]
    sales: Annotated[int, says("Lines of sales that had a comment. They stay, without it.", 0)]
    reviews: Annotated[int, says("Reviews of the appointments. Their ratings stay, without name and text.", 1)]
    payments: Annotated[int, says("Payments that had a comment. They stay, without it.", 0)]
    audit_lines: Annotated[int, says("Lines of the audit log that had personal values. They stay, without these.", 9)]

    from_model = mapped(erasure.Erased)
