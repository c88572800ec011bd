"""Repositories with a long random history, made by one `git fast-import`."""

from __future__ import annotations

import subprocess
from pathlib import Path
from random import Random

from git_repository import CLEAN, Repo

_NAMES = ("a", "b", "C", "tea", "Tea", "x.y", "index", "readme", "long name", "茶", "2024-05-30")
_FOLDERS = ("", "", "one/", "one/two/", "Three/", "journals/", "x/")
_ENDS = (".md", ".md", ".md", ".md", ".png", ".markdown", ".org", ".canvas", ".md.md", "")
_TARGETS = (
    "a", "b", "c", "tea", "TEA", "x.y", "one/a", "one/two/b", "two/b", "../a", "./b", "one", "two",
    "one/", "..", ".", "one/..", "/one/a", "three/tea", "a.md", "a.md.md", "a.png", "one/a.png",
    "pour", "a title", "茶", "May 30th, 2024", "2024-05-30", "x", "x/y", "index", "readme.md", "",
    "b#part", "dendron://v/a", "long name",
)  # fmt: skip


def note(chance: Random) -> str:
    """Return the text of some note."""
    lines = []
    if chance.random() < 0.4:
        lines += ["---", f"aliases: [{chance.choice(('pour', 'a title', 'tea', 'cup'))}]"]
        if chance.random() < 0.5:
            lines.append(f"title: {chance.choice(('a title', 'one/a', 'b', 'x/y'))}")
        lines.append("---")
    for number in range(chance.randrange(5)):
        target = chance.choice(_TARGETS)
        plain = target.replace(" ", "%20")
        form = chance.choice(("[[{}]]", "![[{}]]", "[t](<{}>)", "key:: [[{}]]", "[[{}|shown]]"))
        lines.append(form.format(plain if "](" in form else target) + f" {number}")
    lines.append(f"text {chance.randrange(4)}")
    return "\n".join(lines) + "\n"


def generate(top: Path, chance: Random, commits: int, *, ignore: bool = True) -> Repo:
    """Make a repository with random commits, merges among them, and check out the last."""
    repo = Repo(top)
    stream: list[str] = []
    trees: list[dict[str, str]] = []
    for number in range(commits):
        parents = [number - 1] if number else []
        if number > 3 and chance.random() < 0.3:
            parents[0] = number - chance.randrange(1, 4)
        if number > 3 and chance.random() < 0.2:
            parents += {n for n in (number - 2, number - 1) if n not in parents}
        tree = dict(trees[parents[0]]) if parents else {}
        for parent in parents[1:]:
            tree |= trees[parent]
        for _ in range(chance.randrange(4) if number else 8):
            _change(tree, chance, ignore=ignore)
        trees.append(tree)
        who = f"A <a@b.c> {1700000000 + 40000 * number} +0000"
        stream += [f"commit refs/heads/c{number}", f"mark :{number + 1}", f"author {who}"]
        stream += [f"committer {who}", "data 1\nx"]
        if parents:
            stream.append(f"from :{parents[0] + 1}")
            stream += [f"merge :{parent + 1}" for parent in parents[1:]]
        stream.append("deleteall")
        for path, text in tree.items():
            stream += [f'M 100644 inline "{path}"', f"data {len(text.encode())}\n{text}"]
    stream += ["reset refs/heads/main", f"from :{commits}", "", "done", ""]
    subprocess.run(("git", "fast-import", "--quiet", "--done"), cwd=top, env=CLEAN, check=True,
                   input="\n".join(stream).encode())  # fmt: skip
    repo.git("reset", "-q", "--hard", "main")
    return repo


def _change(tree: dict[str, str], chance: Random, *, ignore: bool) -> None:
    path = chance.choice(_FOLDERS) + chance.choice(_NAMES) + chance.choice(_ENDS)
    what = chance.randrange(10)
    known = sorted(tree)
    if what < 4 or not known:
        tree[path] = note(chance) if not path.endswith(".canvas") else '{"nodes": [], "edges": []}'
    elif what == 4:
        del tree[chance.choice(known)]
    elif what == 5:
        tree[path] = tree.pop(chance.choice(known))
    elif what == 6:
        one, other = chance.choice(known), chance.choice(known)
        tree[one], tree[other] = tree[other], tree[one]
    elif what == 7 and ignore:
        tree[".noteweaveignore"] = chance.choice(("one/", "*.png", "nothing"))
    elif what == 8:
        tree[chance.choice(known)] += "[[tea]]\n"
    for folder in {p for p in tree if any(q.startswith(f"{p}/") for q in tree)}:
        del tree[folder]
