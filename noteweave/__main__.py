"""Entry point of `noteweave` and `python -m noteweave`."""

from __future__ import annotations

import atexit
import gc
import os
import sys


def main() -> None:
    """Run the command line and exit with its status."""
    statuses: list[int] = []
    atexit.register(_exit_at_once, statuses)  # registered first, so it is called last
    try:
        _open_streams()
        status = _run(sys.argv[1:])
    except KeyboardInterrupt:  # while modules are imported; commands handle it in cli.run
        status = 130
    statuses.append(status)
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
    gc.set_threshold(100_000)  # modules and notes live on: collecting often only costs time
    try:
        status = _fast_path(arguments)
    except BrokenPipeError:  # `noteweave check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1  # as Typer does
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        from noteweave.vault.messages import _, translated

        why = f"{_('the output cannot be written')}: {translated(str(error.strerror))}"
        print(f"noteweave: {why}", file=sys.stderr)
        return 2
    if status is None:
        from noteweave.cli import run

        status = run(arguments)
    return status


def _fast_path(arguments: list[str]) -> int | None:
    """Run what needs almost no imports and return its status; None for everything else."""
    if arguments in (["--version"], ["-V"]):
        from noteweave import __version__

        print(f"noteweave {__version__}", flush=True)
        return 0
    from noteweave.answer_cache import answered

    status, request = answered(arguments)
    if request:
        from noteweave.whole_check import run_again

        return run_again(request, arguments)
    return status


def _exit_at_once(statuses: list[int]) -> None:
    """End the process without freeing its objects one by one, which takes long; mypy does the same.

    All other exit handlers have run by then. Without a status an exception is on its way, which
    Python reports.
    """
    if not statuses:
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # Python reports it
        return
    os._exit(statuses[0])


if __name__ == "__main__":
    main()
