"""Countries as the wire names them: a number and a name."""

from functools import lru_cache

import pycountry
from babel import Locale


@lru_cache(maxsize=512)
def country_id(code: str) -> int:
    """The ISO 3166-1 number of a two-letter code, 0 for a code that has none."""
    country = pycountry.countries.get(alpha_2=code)
    return int(country.numeric) if country else 0


@lru_cache(maxsize=512)
def country_name(code: str) -> str:
    """The English name of a two-letter code; the code itself where there is none."""
    return str(Locale("en").territories.get(code, code))
