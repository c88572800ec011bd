"""Edits of a vault that is kept open: links, names, folders, settings, whatever may happen."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from random import Random

NAMES = ["Leek", "leek", "Sage", "Dill weed", "Dill weeds", "Rosemary bush", "Rosemray bush",
         "index", "README", "C", "C# notes", "韭葱", "Café", "2024-05-30", "May 30th, 2024",
         "herbs.mint", "herbs", "a___b", "50% off", "🫖 Tea House", "Tea-House"]  # fmt: skip
FOLDERS = ["", "bed/", "bed/north/", "shed/", "journals/", "Bed/"]
ALIASES = ["Allium", "allium", "Salvia", "Sage", "Tea House", "Herb/Mint"]
HEADINGS = ["Sow", "Pick", "Sow it", "Pick *now*", "Pflücken", "Sow-1"]
TAGS = ["herb", "Herb", "HERB", "bed/north", "茶"]
ID = "66643d3b-e8a5-4a60-bb76-0a4d5f0a1e11"


def link(random: Random) -> str:
    name, folder = random.choice([*NAMES, *ALIASES]), random.choice(FOLDERS)
    part = random.choice(["", "", "#Sow", "#Pick#Sow", "#^b1", "#sow-it", "#Pick"])
    address = f"{folder}{name}".replace(" ", "%20").replace("#", "%23")
    return random.choice([
        f"[[{name}{part}]]", f"[[{name}]]", f"[[{folder}{name}{part}]]", f"[[{name}.md]]",
        f"[x]({address}.md{part.replace(' ', '%20')})", f"[x]({address})", f"[x](../{address}.md)",
        f"![[{folder}pic.png]]", "![p](pic.png)", f"[f]({folder or './'})", f"[[/{name}]]",
        f"[[{name.upper()}]]", f"#{random.choice(TAGS)}", f"(({ID}))", f"up:: [[{name}]]",
        f"[[{address}]]", f"[[./{name}]]", f"[[dendron://main/{name}]]", "[u](https://example.org)",
    ])  # fmt: skip


def note(random: Random) -> str:
    head = []
    if random.random() < 0.3:
        head.append(f"aliases: [{random.choice(ALIASES)}, {random.choice(ALIASES)}]")
    if random.random() < 0.2:
        head.append(f"title: {random.choice([*ALIASES, *NAMES])}")
    if random.random() < 0.2:
        head.append(f"tags: [{random.choice(TAGS)}]")
    lines = ["---", *head, "---"] if head else []
    for _ in range(random.randrange(7)):
        lines += [
            random.choice([
                f"{'#' * random.randint(1, 3)} {random.choice(HEADINGS)}",
                "A row of plants. ^b1", f"- block\n  id:: {ID}", f"See {link(random)}.",
                f"{link(random)} and {link(random)}", f"#{random.choice(TAGS)}",
                f"| a | b |\n|---|---|\n| {link(random)} | x |",
                f"<!-- noteweave: ignore -->\n{link(random)}", "Some words.", "TODO: words",
            ]),
            "",
        ]  # fmt: skip
    return "\n".join(lines)


class Edits:
    """Edits a vault at random."""

    def __init__(self, root: Path, random: Random) -> None:
        self.root, self.random = root, random
        self.checkouts: list[dict[str, bytes]] = []

    def fill(self, count: int) -> None:
        for _ in range(count):
            self.create()

    def files(self, pattern: str = "*.md") -> list[Path]:
        found = sorted(p for p in self.root.rglob(pattern) if p.is_file() and not p.is_symlink())
        return [p for p in found if ".obsidian" not in p.parts]

    def place(self) -> Path:
        path = self.root / f"{self.random.choice(FOLDERS)}{self.random.choice(NAMES)}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def any(self) -> Path:
        found = self.files()
        if not found:
            self.create()
            found = self.files()
        return self.random.choice(found)

    def step(self) -> str:
        kinds: list[Callable[[], None]] = [
            self.rewrite, self.rewrite, self.add_line, self.add_line, self.drop_line, self.shift,
            self.swap_word, self.create, self.create, self.delete, self.rename, self.case,
            self.move, self.folder, self.attachment, self.touch, self.swap, self.copy, self.canvas,
            self.ignore, self.settings, self.configuration, self.checkout, self.normal_form,
            self.same_tick, self.symbolic_link, self.other_suffix,
        ]  # fmt: skip
        kind = self.random.choice(kinds)
        kind()
        return kind.__name__

    def write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink():
            path.unlink()
        path.write_text(text, encoding="utf-8")

    def rewrite(self) -> None:
        self.write(self.any(), note(self.random))

    def lines(self, path: Path) -> list[str]:
        return path.read_text(encoding="utf-8").split("\n")

    def add_line(self) -> None:
        path = self.any()
        self.write(path, "\n".join([*self.lines(path), link(self.random)]))

    def drop_line(self) -> None:
        path = self.any()
        lines = self.lines(path)
        del lines[self.random.randrange(len(lines))]
        self.write(path, "\n".join(lines))

    def shift(self) -> None:
        path = self.any()
        self.write(path, "\n".join([*self.lines(path)[:4], "", *self.lines(path)[4:]]))

    def swap_word(self) -> None:
        path = self.any()
        text = path.read_text(encoding="utf-8")
        self.write(path, text.replace("words", "sword") if "words" in text else
                   text.replace("sword", "words"))  # fmt: skip

    def create(self) -> None:
        self.write(self.place(), note(self.random))

    def delete(self) -> None:
        self.any().unlink()

    def rename(self) -> None:
        self.any().replace(self.place())

    def case(self) -> None:
        path = self.any()
        path.replace(path.with_name(path.name.swapcase().replace(".MD", ".md")))

    def move(self) -> None:
        path = self.any()
        to = self.root / self.random.choice(FOLDERS) / path.name
        to.parent.mkdir(parents=True, exist_ok=True)
        path.replace(to)

    def folder(self) -> None:
        path, to = (self.root / self.random.choice(FOLDERS[1:]) for _ in range(2))
        if path.is_dir() and not to.exists() and not to.is_relative_to(path):
            to.parent.mkdir(parents=True, exist_ok=True)
            path.rename(to)
        elif path.is_dir() and self.random.random() < 0.3:
            shutil.rmtree(path)
        else:
            path.mkdir(parents=True, exist_ok=True)

    def attachment(self) -> None:
        path = (
            self.root
            / self.random.choice(FOLDERS)
            / self.random.choice(["pic.png", "Leek", "x.org"])
        )
        if path.is_file():
            path.unlink()
        elif not path.exists():
            self.write(path, "picture")

    def touch(self) -> None:
        os.utime(self.any())

    def swap(self) -> None:
        one, other, spare = self.any(), self.any(), self.root / "spare"
        if one != other:
            one.replace(spare)
            other.replace(one)
            spare.replace(other)

    def copy(self) -> None:
        path, to = self.any(), self.place()
        if path != to:
            shutil.copy2(path, to)

    def canvas(self) -> None:
        files = [p.relative_to(self.root).as_posix() for p in (self.any(), self.any())]
        nodes = ", ".join(
            f'{{"id": "{n}", "type": "file", "file": "{f}", "x": 0, "y": 0, "width": 1, '
            '"height": 1}'
            for n, f in enumerate(files)
        )
        line = '{"id": "e", "fromNode": "0", "toNode": "1", "label": "so"}'
        text = f'{{"nodes": [{nodes}], "edges": [{line}]}}'
        self.write(self.root / self.random.choice(FOLDERS) / "board.canvas", text)

    def ignore(self) -> None:
        path = self.root / self.random.choice(FOLDERS) / ".noteweaveignore"
        if path.exists():
            path.unlink()
        else:
            self.write(path, self.random.choice(["Sage*\n", "north/\n", "*.png\n", "bed/\n"]))

    def settings(self) -> None:
        path = self.root / ".obsidian" / "app.json"
        if path.exists():
            text = self.random.choice(["{}", '{"userIgnoreFilters": ["bed/"]}', "[", "{}"])
            self.write(path, text)

    def configuration(self) -> None:
        path = self.root / "noteweave.toml"
        if path.exists():
            path.unlink()
        else:
            self.write(path, self.random.choice([
                '[check]\nselect = ["all"]\nignore = ["NW034", "NW050"]\n',
                '[check]\nignore = ["NW002"]\n',
                '[graph]\ntags = true\ncanvas-lines = true\n',
                'exclude = ["shed/"]\n[check.paths."bed/**"]\nignore = ["NW003"]\n',
                '[[rules.text]]\nwords = "TODO"\n[[rules.answers]]\nsymmetric = "up"\n',
                '[[rules.sections]]\nheading = "Sow"\nno-unwritten = true\ntargets-in = "bed/"\n',
            ]))  # fmt: skip

    def checkout(self) -> None:
        files = self.files("*.*")
        now = {p.relative_to(self.root).as_posix(): p.read_bytes() for p in files}
        if self.checkouts:
            then = self.random.choice(self.checkouts)
            for path in now.keys() - then.keys():
                (self.root / path).unlink()
            for path, data in then.items():
                place = self.root / path
                if not any(part.is_file() for part in place.parents) and not place.is_dir():
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(data)
        self.checkouts.append(now)

    def normal_form(self) -> None:
        path = self.root / self.random.choice(["", "bed"]) / "Café.md"
        other = path.with_name(unicodedata.normalize("NFD", path.name))
        source, to = self.random.choice([(path, other), (other, path)])
        if source.exists():
            source.replace(to)
        else:
            self.write(to, note(self.random))

    def same_tick(self) -> None:
        path = self.any()
        status, text = path.stat(), path.read_text(encoding="utf-8")
        self.write(path, text.replace("Sow", "Sew") if "Sow" in text else text.replace("e", "i"))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def symbolic_link(self) -> None:
        path = self.root / "Sage.md"
        if path.is_symlink():
            path.unlink()
        elif not path.exists():
            path.symlink_to(self.any())

    def other_suffix(self) -> None:
        path = self.any()
        path.replace(path.with_suffix(self.random.choice([".MD", ".markdown", ".md.md"])))
