"""Whatever may happen to a vault between two runs, at random."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from random import Random


def edit(root: Path, chance: Random) -> None:
    """Change, move, swap, copy, touch or remove some file."""
    files = sorted(path for path in root.rglob("*.md") if path.is_file())
    path, other = chance.choice(files), chance.choice(files)
    what = chance.randrange(7)
    if what == 0:
        path.write_text(f"[[{chance.choice('abcdef')}]]", encoding="utf-8")
    elif what == 1:
        os.utime(path, ns=(chance.randrange(10**18), chance.choice([10**18, 10**18 + 1])))
    elif what == 2 and path != other:
        spare = root / "spare"
        os.replace(path, spare)
        os.replace(other, path)
        os.replace(spare, other)
    elif what == 3:
        os.replace(path, path.with_name(f"moved {chance.randrange(9)}.md"))
    elif what == 4 and path != other:
        shutil.copy2(path, other)
    elif what == 5:
        status = path.stat()
        path.write_bytes(bytes(chance.choice(b"abc[]") for _ in range(status.st_size)))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    elif what == 6:
        other.with_name(f"new {chance.randrange(9)}.md").write_text("[[n]]")
        if len(files) > 20:
            path.unlink(missing_ok=True)


def rearrange(root: Path, chance: Random) -> None:
    """Make, move, replace or remove folders, links, ignore files and settings."""
    what = chance.randrange(8)
    folder = root / f"bed {chance.randrange(4)}"
    link = root / f"link {chance.randrange(2)}"
    if what == 0:
        (folder / "inner").mkdir(parents=True, exist_ok=True)
    elif what == 1 and folder.is_dir():
        folder.rename(root / f"bed {chance.randrange(4, 9)}{chance.random()}")
    elif what == 2 and folder.is_dir() and chance.random() < 0.2:
        shutil.rmtree(folder)
    elif what == 3 and not link.is_symlink():
        link.symlink_to(f"bed {chance.randrange(4)}")
    elif what == 4:
        link.unlink(missing_ok=True)
    elif what == 5:
        (root / ".noteweaveignore").write_text(f"bed {chance.randrange(9)}*")
    elif what == 6:
        (root / "noteweave.toml").write_text(f'[check]\nignore = ["NW00{chance.randrange(1, 4)}"]')
    elif what == 7:
        mark = root / ".foam"
        mark.rmdir() if mark.exists() else mark.mkdir()
