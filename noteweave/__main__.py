"""The console script: `noteweave`, or `python -m noteweave`."""

from __future__ import annotations

import atexit
import gc
import os
import sys


def main() -> None:
    """Run the command line and exit with its status."""
    ended: list[int] = []
    atexit.register(_leave, ended)  # registered first, called last
    try:
        _open_streams()
        status = _run(sys.argv[1:])
    except KeyboardInterrupt:  # before the first command began
        status = 130
    ended.append(status)
    raise SystemExit(status)


def _open_streams() -> None:
    """Let what is printed vanish where a standard stream is closed (`>&-`), as `/dev/null` does.

    Python has no stream then (https://docs.python.org/3/library/sys.html#sys.__stdout__), and the
    next file that is opened would take its number.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


def _run(arguments: list[str]) -> int:
    gc.set_threshold(100_000)  # modules and notes are no garbage: look for it more seldom
    try:
        status = _at_once(arguments)
    except BrokenPipeError:  # `noteweave check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1  # as Typer does
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"noteweave: the output cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    if status is None:
        from noteweave.cli import run

        status = run(arguments)
    return status


def _at_once(arguments: list[str]) -> int | None:
    """Answer what needs next to nothing to be imported; None: all else."""
    if arguments in (["--version"], ["-V"]):
        from noteweave import __version__

        print(f"noteweave {__version__}", flush=True)
        return 0
    from noteweave.answer_cache import said_before

    return said_before(arguments)


def _leave(ended: list[int]) -> None:
    """Leave the memory to the system: to take notes and modules apart one by one takes long.

    mypy ends so, too. All else that is to be done at the end has been done by then.
    """
    if not ended:  # an error of ours, to be told by Python
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # told by Python as well
        return
    os._exit(ended[0])


if __name__ == "__main__":
    main()
