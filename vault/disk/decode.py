"""Turn the bytes of a file into a `Note`, whatever the bytes are."""

from __future__ import annotations

import os

import msgspec

from noteweave.vault.model import UNREAD, Fault, Note
from noteweave.vault.parsing.canvas import parse_canvas
from noteweave.vault.parsing.grammar import OBSIDIAN, Grammar
from noteweave.vault.parsing.note import parse

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_PIECE = 1 << 16
_LFS_POINTER, _LONGEST_POINTER = b"version https://git-lfs.github.com/spec/", 1024
"""https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md"""


def read_file(path: str, disk_path: str, grammar: Grammar = OBSIDIAN) -> Note:
    """Read a note or canvas from the disk; if it cannot be read, return a note with a fault.

    Args:
        path: its vault path.
        disk_path: its path on the disk.
        grammar: how the vault's app reads.
    """
    try:
        data = _content(disk_path)
    except OSError as error:
        what = f"{UNREAD} ({(error.strerror or str(error)).lower()})"
        return Note(path, faults=(Fault("NW040", what, 1, 1, 1, 1),))
    return parse_bytes(path, data, grammar)


def _content(disk_path: str) -> bytes:
    """Read a file with as few system calls as possible: most are small, and they are many."""
    file = os.open(disk_path, _READ)
    try:
        data = os.read(file, _PIECE)
        if len(data) < _PIECE:
            return data
        pieces = [data]
        while data:
            data = os.read(file, _PIECE)
            pieces.append(data)
        return b"".join(pieces)
    finally:
        os.close(file)


def parse_bytes(path: str, data: bytes, grammar: Grammar = OBSIDIAN) -> Note:
    """Parse a note or canvas from the bytes of its file. Never raises."""
    if data[:1] in (b"v", b"\0") and (elsewhere := _elsewhere(data)):
        return unread(path, elsewhere)
    text, fault = decode(data)
    note = (parse_canvas if path.lower().endswith(".canvas") else parse)(path, text, grammar)
    if fault is None:
        return note
    return msgspec.structs.replace(note, faults=(fault, *note.faults))


def unread(path: str, why: str) -> Note:
    """Return a note or canvas whose content is not known."""
    return Note(path, faults=(Fault("NW042", f"not checked: {why}", 1, 1, 1, 1),))


def _elsewhere(data: bytes) -> str:
    """Return why the bytes of a file are not its content, or ""."""
    if data.startswith(_LFS_POINTER) and len(data) < _LONGEST_POINTER:
        return "the file is a pointer of Git LFS"
    return "git-crypt has encrypted the file" if data.startswith(b"\0GITCRYPT\0") else ""


def decode(data: bytes) -> tuple[str, Fault | None]:
    """Decode UTF-8, or UTF-16 with a byte order mark; other bytes become U+FFFD and a fault."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        what = "this file is UTF-16; apps for notes read UTF-8"
        text = data.decode("utf-16", "replace")
        return text.removeprefix("\ufeff"), Fault("NW040", what, 1, 1, 1, 2)
    try:
        return data.decode().removeprefix("\ufeff"), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        what = f"byte 0x{data[error.start]:02X} is not UTF-8"
        fault = Fault("NW040", what, line, column, line, column + 1)
        return data.decode("utf-8", "replace").removeprefix("\ufeff"), fault
