"""Numbers that only travel: read from the database as text, and sent as that text.

A page of products has eight hundred numbers. As `Decimal` they take a quarter of its time, to be made from their digits
and turned into the same digits again.
"""

from typing import NewType

Digits = NewType("Digits", str)
"""The exact digits of a number, which a statement selects with `trim_scale(…)::text`. To compute, make a `Decimal`."""
