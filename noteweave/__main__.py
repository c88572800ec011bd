"""The console script: `noteweave`, or `python -m noteweave`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] in (["--version"], ["-V"]):  # before anything slow is imported
        from noteweave import __version__

        print(f"noteweave {__version__}")
        raise SystemExit(0)
    try:
        from noteweave.cli import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # before the first command began
        status = 130
    raise SystemExit(status)


if __name__ == "__main__":
    main()
