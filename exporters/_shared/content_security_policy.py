"""The Content-Security-Policy of a page: its own script and style, and no requests."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence


def policy(scripts: Sequence[str], styles: Sequence[str], *, live: bool = False) -> str:
    """Return a Content-Security-Policy that allows exactly these scripts and styles.

    The page can send no request (`live`: but to where it comes from), and no script can turn text
    into markup (Trusted Types).
    """
    return "; ".join(
        [
            "default-src 'none'",
            *(["connect-src 'self'"] if live else []),
            "script-src " + " ".join(map(_hash, scripts)),
            "style-src " + " ".join(map(_hash, styles)),
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
