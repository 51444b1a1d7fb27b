"""The resources that services need, as far as services show them."""

import msgspec


class Resource(msgspec.Struct, frozen=True, array_like=True):
    """A kind of room or device that a service needs, in the order in which statements build it."""

    id: int
    title: str


_RESOURCES = msgspec.json.Decoder(list[Resource])


def read_resources(resources: str | None) -> list[Resource]:
    """Return resources from the JSON that statements build of them; None is none."""
    return [] if resources is None else _RESOURCES.decode(resources)
