"""The command `parlour`, also as `python -m parlour`."""

import sys

from parlour.cli.main import run


def main() -> None:
    sys.exit(run())


if __name__ == "__main__":
    main()
