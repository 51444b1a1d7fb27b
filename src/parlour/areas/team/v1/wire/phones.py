"""Phone numbers in bodies about the team: digits with a country code."""


def digits_of(text: str) -> str:
    """Return a phone number without its plus. Raise `ValueError` if it is none."""
    found = text.removeprefix("+")
    if not (found.isascii() and found.isdecimal() and 9 <= len(found) <= 15):
        raise ValueError("Expected a phone number of 9 to 15 digits with its country code.")
    return found
