"""Requests that cannot be met. A fault in a note is never one of these: it becomes a finding.

NoteweaveError
├── RequestError         what was asked for cannot be done
│   ├── VaultError       the vault is not there, or cannot be listed
│   ├── UnknownNameError a note, format or rule by that name does not exist
│   ├── OutputError      the result cannot be written
│   └── ProcessLostError a process that worked on it was killed
└── ConfigError          noteweave.toml says something that has no meaning
"""

from __future__ import annotations


class NoteweaveError(Exception):
    """Base of all; `message` is one sentence, `hint` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class RequestError(NoteweaveError):
    """What was asked for cannot be done."""


class VaultError(RequestError):
    """The vault is not there, or cannot be listed."""


class UnknownNameError(RequestError):
    """A note, format or rule by that name does not exist."""


class OutputError(RequestError):
    """The result cannot be written."""


class ProcessLostError(RequestError):
    """A process that worked on it was killed."""

    def __init__(self) -> None:
        super().__init__(
            "a process of noteweave was killed before its work was done", "was memory short?"
        )


class ConfigError(NoteweaveError):
    """The configuration file says something that has no meaning."""
