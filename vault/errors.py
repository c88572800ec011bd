"""The exceptions of noteweave, for requests that cannot be met. Faults in notes become findings.

NoteweaveError
├── RequestError         the request cannot be met
│   ├── VaultError       the vault does not exist, or cannot be listed
│   ├── UnknownNameError no note, format or rule has that name
│   ├── OutputError      the result cannot be written
│   ├── ProcessLostError a worker process was killed
│   └── SessionClosedError a closed session was asked
└── ConfigError          noteweave.toml has an unknown key or an invalid value
"""

from __future__ import annotations


class NoteweaveError(Exception):
    """Base of all; `message` is one sentence, `hint` proposes what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class RequestError(NoteweaveError):
    """The request cannot be met."""


class VaultError(RequestError):
    """The vault does not exist, or cannot be listed."""


class UnknownNameError(RequestError):
    """No note, format or rule has that name."""


class OutputError(RequestError):
    """The result cannot be written."""


class ProcessLostError(RequestError):
    """A worker process was killed."""

    def __init__(self) -> None:
        super().__init__(
            "a process of noteweave was killed before its work was done",
            "free some memory, then try again",
        )


class SessionClosedError(RequestError):
    """A session was asked after it was closed."""


class ConfigError(NoteweaveError):
    """The configuration file has an unknown key or an invalid value."""
