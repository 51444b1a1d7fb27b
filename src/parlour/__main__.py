"""The command `parlour`, also as `python -m parlour`."""

import sys


def main() -> None:
    try:
        from parlour.cli.main import run  # noqa: PLC0415 - Ctrl-C while all is imported is no reason for a traceback
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(run())


if __name__ == "__main__":
    main()
