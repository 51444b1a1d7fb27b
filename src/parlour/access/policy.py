"""Which role has which rights. A table to be read, and printed by tests/access/matrix.txt."""

from parlour.access.permissions import Permission

ALL = frozenset(Permission)
VIEW = frozenset({Permission.INVENTORY_VIEW})

# Role names are the contract's (user_role in contract/b2b-v1/users-permissions.yaml).
ROLES: dict[str, frozenset[Permission]] = {
    "owner": ALL,
    "manager": ALL,
    "administrator": ALL - {Permission.PRODUCTS_DELETE},
    "accountant": VIEW,
    "worker": frozenset(),
}


def permissions_of(role: str | None) -> frozenset[Permission]:
    """The rights of a role; none for no role or one that is unknown."""
    return ROLES.get(role or "", frozenset())
