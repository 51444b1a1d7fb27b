"""One way in which an operation refuses, as it is named in the description."""

import msgspec

from parlour.access.permissions import Permission
from parlour.errors import NO_ACCESS, Forbidden, ParlourError
from parlour.http.error_answers import STATUSES


class TooLarge(ParlourError):
    """The body is over the limit. Litestar detects that itself, so our code never raises this."""


class Refusal(msgspec.Struct, frozen=True):
    """The name and the meaning of a refusal, and the error that is sent."""

    name: str
    summary: str
    error: ParlourError

    def __deepcopy__(self, _: dict[int, object]) -> "Refusal":
        # Litestar deep-copies handlers with their options, and a copied error is not equal to the original.
        return self

    @property
    def status(self) -> int:
        return 413 if isinstance(self.error, TooLarge) else STATUSES[type(self.error)]


NO_ROLE_IN_LOCATION = Refusal("no_access", "The user has no role in this location of the chain.", Forbidden(NO_ACCESS))


def no_right_in_chain(permission: Permission) -> Refusal:
    """Return the refusal of operations that change an item which may belong to the chain."""
    return Refusal(
        "no_right_in_chain",
        "The item belongs to the chain, and the user lacks the right there.",
        Forbidden(f"This item belongs to the chain. You lack the right {permission.value} in the chain."),
    )
