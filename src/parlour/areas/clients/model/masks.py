"""What users read in place of contacts that they may not see."""

from parlour.areas.clients.model.phones import masked_phone


def masked_email(email: str) -> str:
    """Return an address that shows its first letter alone: `m***@***`."""
    return f"{email[0]}***@***" if email else ""


def masked_name(name: str, phone: str) -> str:
    """Return a name; masked if it is the phone number, which clients without a name are called by."""
    is_phone = bool(phone) and "".join(each for each in name if each.isdecimal()) == phone
    return masked_phone(phone) if is_phone else name
