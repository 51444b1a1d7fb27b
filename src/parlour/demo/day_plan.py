"""A day of a demo location while it is filled: who is free, and which rooms are."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

from parlour.areas.schedules.model.working_time import intervals
from parlour.demo.salon import Salon


class DayPlan:
    """Minutes of one day that are taken, of members and of rooms."""

    def __init__(self, salon: Salon, hours: dict[int, list[int]]) -> None:
        self._instances = salon.instances
        self.hours = hours
        self._of_members: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._of_instances: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def end_of(self, member: int, minute: int) -> int | None:
        """Return until when a member who isn't busy at a minute could work from then on; None if busy or away."""
        end = next((end for start, end in intervals(self.hours[member]) if start <= minute < end), None)
        taken = self._of_members[member]
        if end is None or any(start <= minute < stop for start, stop in taken):
            return None
        return min([end, *(start for start, _ in taken if start >= minute)])

    def free_instances(self, resource_ids: Iterable[int], start: int, end: int) -> list[int] | None:
        """Return an instance of each resource that is free all the time; None if there is none of some resource."""
        chosen = [
            next((each for each in self._instances[resource] if self._is_free(each, start, end)), None)
            for resource in sorted(set(resource_ids))
        ]
        return None if None in chosen else [each for each in chosen if each is not None]

    def take(self, member: int, instance_ids: Sequence[int], start: int, end: int) -> None:
        """Take the time of a member and of instances."""
        self._of_members[member].append((start, end))
        for instance in instance_ids:
            self._of_instances[instance].append((start, end))

    def members(self, rng: random.Random) -> list[int]:
        """Return those who work, in any order."""
        return rng.sample(list(self.hours), len(self.hours))

    def _is_free(self, instance: int, start: int, end: int) -> bool:
        return all(stop <= start or end <= begin for begin, stop in self._of_instances[instance])
