"""What is written of a location."""

from parlour.areas.locations.model import LocationFields
from parlour.areas.locations.queries import WRITABLE_COLUMNS


def test_columns_are_written_in_the_order_of_the_fields() -> None:
    assert tuple(WRITABLE_COLUMNS.replace(",", " ").split()) == LocationFields.__struct_fields__
