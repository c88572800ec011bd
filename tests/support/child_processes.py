"""Watch the processes that are forked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def nobody_left() -> Iterator[None]:
    """Check that no child lives on, and that no pipe stays open."""
    before = len(os.listdir("/dev/fd"))
    children = []
    fork = os.fork

    def watched() -> int:
        children.append(fork())
        return children[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fork", watched)
        yield
    assert len(os.listdir("/dev/fd")) == before
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)
