"""Resources: kinds of rooms and devices, and the rooms and devices themselves, which are their instances."""

from collections.abc import Iterator, Sequence

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.resources import refusals
from parlour.errors import Fault, Invalid

MOST_INSTANCES = 200


class Instance(msgspec.Struct, frozen=True):
    """A room or a device."""

    id: int
    title: str


class Resource(msgspec.Struct, frozen=True):
    """A kind of rooms or devices of a location. An appointment takes one instance of each kind that it needs."""

    id: int
    location_id: int
    title: str
    revision: int
    instances: list[Instance]


class InstanceEntry(msgspec.Struct, frozen=True):
    """An instance as it shall be; without an id it is new."""

    id: int | None
    title: str


class ResourcePatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a resource; UNSET keeps the current value. `instances` are all that it shall have."""

    title: str | UnsetType = UNSET
    instances: Sequence[InstanceEntry] | UnsetType = UNSET


def check_instances(entries: Sequence[InstanceEntry], resource: Resource) -> None:
    """Raise `Invalid` with every entry whose id no instance has, or an earlier entry has already."""
    if faults := [*_faults_of(entries, {instance.id for instance in resource.instances})]:
        raise Invalid(faults)


def _faults_of(entries: Sequence[InstanceEntry], known: set[int]) -> Iterator[Fault]:
    seen: set[int] = set()
    for position, entry in enumerate(entries):
        if entry.id is None:
            continue
        field = f"instances[{position}].id"
        if entry.id not in known:
            yield refusals.NO_INSTANCE.fault(field)
        elif entry.id in seen:
            yield refusals.REPEATED_INSTANCE.fault(field)
        seen.add(entry.id)
