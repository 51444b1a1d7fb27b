"""The few cities that the tests know. The whole list takes a second, and one test loads it."""

from decimal import Decimal

from parlour.areas.dictionaries.operator import COLUMNS
from parlour.db.pool import Connection

NEW_YORK, BERLIN, HAMBURG, TOKYO, ALMATY = 5128581, 2950159, 2911298, 1850147, 1526384

CITIES = [
    (NEW_YORK, "New York City", "US", "America/New_York", Decimal("40.71427"), Decimal("-74.00597"), 8_804_190),
    (BERLIN, "Berlin", "DE", "Europe/Berlin", Decimal("52.52437"), Decimal("13.41053"), 3_426_354),
    (HAMBURG, "Hamburg", "DE", "Europe/Berlin", Decimal("53.55073"), Decimal("9.99302"), 1_973_896),
    (TOKYO, "Tokyo", "JP", "Asia/Tokyo", Decimal("35.6895"), Decimal("139.69171"), 9_733_276),
    (ALMATY, "Almaty", "KZ", "Asia/Almaty", Decimal("43.25249"), Decimal("76.9115"), 1_977_011),
]


async def add_cities(conn: Connection) -> None:
    await conn.copy_records_to_table("cities", records=CITIES, columns=COLUMNS)
