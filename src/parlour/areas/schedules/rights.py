"""What a user's rights show of appointments in schedules. No database, no wire."""

from datetime import date, timedelta

from parlour.access.tenant import Tenant


def may_name_appointment(tenant: Tenant, member_id: int, day: date, today: date) -> bool:
    """Return whether the user may know which appointment keeps a member busy; that the member is busy is no secret.

    Rights that are limited to a position hide it always.
    """
    values = tenant.values
    last_days = values.get("last_days_count") or 0
    is_recent = not isinstance(last_days, int) or not last_days or day >= today - timedelta(days=last_days)
    return is_recent and not values.get("position_id") and values.get("master_id") in (0, member_id)
