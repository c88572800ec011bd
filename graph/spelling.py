"""Which of several spellings of one name is the usual one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized


def unusual(uses: Mapping[str, Sized], folded: Sequence[str]) -> dict[str, str]:
    """Return the spellings that are less usual than another one of the same name, each with that.

    Args:
        uses: every spelling, and where it is used.
        folded: what two spellings of the same name share, in the order of `uses`.
    """
    usual: dict[str, str] = {}
    for spelling, name in zip(uses, folded, strict=True):
        known = usual.setdefault(name, spelling)
        if (len(uses[spelling]), spelling) > (len(uses[known]), known):
            usual[name] = spelling
    named = zip(uses, folded, strict=True)
    return {spelling: usual[name] for spelling, name in named if usual[name] != spelling}
