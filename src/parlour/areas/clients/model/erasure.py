"""Erasing a person: what is personal, and what an erasure reports."""

import msgspec

NAMELESS = "\N{EM DASH}"
"""The name on an erased card: visits still show that they had a client."""

PERSONAL = {
    "client": [
        *("name", "surname", "middle_name", "phone", "email", "card", "gender", "birth_date", "comment"),
        "custom_values",
    ],
    "client_tag": ["tag_id"],
    "client_comment": ["text"],
    "client_file": ["name", "stored_as"],
    "appointment": ["visitor_name", "comment", "custom_values"],
    "stock_transaction": ["comment"],
    "review": ["author_name", "text"],
    "finance_transaction": ["comment"],
}
"""By the entities of the audit log, the columns that may say something of the person."""


class Erased(msgspec.Struct, frozen=True):
    """How many things of each kind were erased."""

    client_ids: list[int]
    """The cards: the one that was named, those that were merged into it, and others with its phone number."""
    fields: int
    """Fields of the cards that had a value."""
    custom_values: int
    tags: int
    comments: int
    files: int
    appointments: int
    """Appointments that had a visitor's name, a comment or values of custom fields. They stay."""
    sales: int
    """Sales that had a comment. They stay."""
    reviews: int
    """Reviews of the person's appointments. Their ratings stay."""
    payments: int
    """Payments that had a comment. They stay."""
    audit_lines: int
