"""Who comes to a demo location next: regulars when they are due, at the member they like, and others in between."""

import heapq
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from parlour.demo.clients import Client

BETWEEN_VISITS = timedelta(days=16)
"""How long those without a habit stay away at least."""
ATTEMPTS = 8


class Guests:
    """The clients of a location by their positions, and when each comes again."""

    def __init__(self, rng: random.Random, clients: Sequence[Client], members: Sequence[int], first: date) -> None:
        self._rng = rng
        self._clients = clients
        self._due: dict[int, list[tuple[date, int]]] = defaultdict(list)
        self._others = [at for at, client in enumerate(clients) if client.comes and not client.habit]
        self._away_until: dict[int, date] = {at: clients[at].created_on for at in self._others}
        for at, client in enumerate(clients):
            if client.habit:
                due = max(first, client.created_on) + timedelta(days=rng.randrange(client.habit))
                heapq.heappush(self._due[rng.choice(members)], (due, at))

    def next_for(self, member: int, day: date) -> int | None:
        """Return a client who could come to a member on a day; None if none is found."""
        due = self._due[member]
        if due and due[0][0] <= day:
            return due[0][1]
        found = (self._rng.choice(self._others) for _ in range(ATTEMPTS))
        return next((at for at in found if self._away_until[at] <= day), None)

    def came(self, client: int, member: int, day: date) -> None:
        """Note that the client who was next has an appointment with the member on a day."""
        if habit := self._clients[client].habit:
            again = day + timedelta(days=habit + self._rng.randint(-3, 4))
            heapq.heapreplace(self._due[member], (again, client))
        else:
            self._away_until[client] = day + BETWEEN_VISITS
