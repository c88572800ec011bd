"""Show changed and moved files as a patch that `git apply` and `patch -p1` take."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def patch(
    old: str, new: str, before: bytes, after: bytes, *, is_new: bool = False
) -> Iterator[bytes]:
    """Yield the patch of one file.

    Args:
        old: its path with `/`; bytes that are not UTF-8 as in `os.fsdecode`.
        new: what its path becomes; the same if it does not move.
        before: its content.
        after: what its content becomes.
        is_new: whether there is no such file before.
    """
    yield b"diff --git " + quoted(f"a/{old}") + b" " + quoted(f"b/{new}") + b"\n"
    if old != new:
        yield b"rename from " + quoted(old) + b"\nrename to " + quoted(new) + b"\n"
    if is_new:
        yield b"new file mode 100644\n"
    if before == after:
        return
    source = b"/dev/null" if is_new else _head(f"a/{old}")
    lines = difflib.diff_bytes(
        difflib.unified_diff, _lines(before), _lines(after), source, _head(f"b/{new}")
    )
    for line in lines:
        yield line
        if not line.endswith(b"\n"):
            yield b"\n\\ No newline at end of file\n"


def quoted(path: str) -> bytes:
    r"""Return a path as git writes it: in quotes where it holds `"`, `\` or what is not printable.

    The rule is that of `core.quotePath` (https://git-scm.com/docs/git-config), set to false:
    printable characters of any script stay as they are.
    """
    raw = path.encode("utf-8", "surrogateescape")
    if path.isprintable() and '"' not in path and "\\" not in path:
        return raw
    keep = 0x100 if path.isprintable() else 0x80
    escaped = bytearray(b'"')
    for byte in raw:
        if byte in _ESCAPES:
            escaped += f"\\{_ESCAPES[byte]}".encode()
        elif byte < 0x20 or byte == 0x7F or byte >= keep:
            escaped += f"\\{byte:03o}".encode()
        else:
            escaped.append(byte)
    return bytes(escaped) + b'"'


def _head(path: str) -> bytes:
    """Return a path as a line of `---` or `+++` has it: a tab ends one that holds a space."""
    name = quoted(path)
    return name + b"\t" if b" " in name and not name.startswith(b'"') else name


def _lines(data: bytes) -> list[bytes]:
    """Return lines as git counts them: ended by a line feed and by nothing else."""
    *lines, last = data.split(b"\n")
    return [line + b"\n" for line in lines] + ([last] if last else [])
