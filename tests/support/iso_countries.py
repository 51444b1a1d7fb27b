"""Write the list of countries that Parlour brings along. Run by `make dictionaries`, with a package that has ISO 3166.

A line a country, in the order of two-letter codes, with tabs between the codes of two and three letters, the number,
the name and the official name. Needs nothing of Parlour, so that it runs where the package is and Parlour isn't.
"""

import csv
import io
import sys
from pathlib import Path


def main(path: str) -> None:
    """Write the list to a file; the same list gives the same bytes."""
    import pycountry  # type: ignore[import-not-found] # noqa: PLC0415 - only there for `make dictionaries`

    text = io.StringIO()
    lines = csv.writer(text, "excel-tab", lineterminator="\n")
    lines.writerows(
        sorted(
            (found.alpha_2, found.alpha_3, found.numeric, found.name, getattr(found, "official_name", ""))
            for found in pycountry.countries
        )
    )
    Path(path).write_text(text.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
