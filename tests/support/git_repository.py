"""Real git repositories for tests, made in a temporary folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}


class Repo:
    """A repository of notes in the making."""

    def __init__(self, top: Path, *options: str) -> None:
        self.top = top
        top.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *options)

    def git(self, *arguments: str, status: int = 0) -> str:
        """Run git in the repository; its status must be the one given."""
        done = subprocess.run(
            ("git", "-c", "protocol.file.allow=always", *arguments),
            cwd=self.top, env=CLEAN, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == status, done.stderr.decode()
        return done.stdout.decode("utf-8", "surrogateescape")

    def write(self, files: dict[str, str]) -> None:
        """Write files, in UTF-8 and with the line ends given."""
        for path, text in files.items():
            place = self.top / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())

    def commit(self, files: dict[str, str] | None = None, message: str = "Tend the garden") -> None:
        """Write files, stage everything and commit."""
        self.write(files or {})
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
