"""Two hundred clients who want twenty slots at the same moment."""

import asyncio
from collections import Counter
from datetime import timedelta

from bench.free_time_requests import HOURS, booking
from bench.free_time_rows import FREE_DAYS, FREE_FROM, Place
from bench.measure import Failed
from bench.report import Figure

CLIENTS, SLOTS = 200, 20


def race(port: int, place: Place, authorization: str) -> Figure:
    """Return the outcome. Raise `Failed` unless each slot is given once, and all others are refused."""
    day = FREE_FROM + timedelta(days=FREE_DAYS - 1)
    requests = [
        booking(place, place.members[number % SLOTS], day, HOURS[0], number).render(authorization)
        for number in range(CLIENTS)
    ]
    answers = asyncio.run(_send(port, requests))
    if answers != {201: SLOTS, 422: CLIENTS - SLOTS}:
        raise Failed(f"{CLIENTS} clients who want {SLOTS} slots were answered: {dict(answers)}.")
    return Figure("Booking", f"{CLIENTS} clients at once", outcome=f"{SLOTS} booked", asked=f"{SLOTS} of {CLIENTS}")


async def _send(port: int, requests: list[bytes]) -> Counter[int]:
    return Counter(await asyncio.gather(*(_status(port, request) for request in requests)))


async def _status(port: int, request: bytes) -> int:
    """Send a request over a connection of its own, and return the status of its answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        return int((await reader.readline()).split()[1])
    finally:
        writer.close()
