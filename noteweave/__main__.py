"""The console script: `noteweave`, or `python -m noteweave`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] in (["--version"], ["-V"]):  # before anything slow is imported
        from noteweave import __version__

        print(f"noteweave {__version__}")
        raise SystemExit(0)
    try:
        status = _run(sys.argv[1:])
    except KeyboardInterrupt:  # before the first command began
        status = 130
    raise SystemExit(status)


def _run(arguments: list[str]) -> int:
    from noteweave.again import said_before

    try:
        status = said_before(arguments)
    except BrokenPipeError:  # `noteweave check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if status is None:
        import gc

        gc.set_threshold(100_000)  # modules and notes are no garbage: look for it more seldom
        from noteweave.cli import run

        status = run(arguments)
    return status


if __name__ == "__main__":
    main()
