"""The console script: `noteweave`, or `python -m noteweave`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] in (["--version"], ["-V"]):  # before anything slow is imported
        from noteweave import __version__

        print(f"noteweave {__version__}")
        raise SystemExit(0)
    from noteweave.cli import run

    raise SystemExit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
