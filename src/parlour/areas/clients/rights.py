"""Which clients a user's rights show. No database, no wire."""

from functools import lru_cache

from parlour.access.tenant import LocationAccess, Tenant

# The right that limits a user to the clients of one team member, by its name in rights.toml.
ONE_MEMBER = "clients_visit_master_id"


def only_member_of(tenant: Tenant) -> int:
    """Return the team member whose clients are all that the user sees; 0 for no limit."""
    return _only_member_of(tenant.access)


# Cached, because a list asks for each of its pages.
@lru_cache(maxsize=4096)
def _only_member_of(access: LocationAccess) -> int:
    member_id = access.values.get(ONE_MEMBER)
    return member_id if isinstance(member_id, int) else 0
