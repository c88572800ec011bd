"""Build the documentation as a site that works from the disk: English, and Chinese below /zh/.

    python .ci/site/build.py build/site

The pages of docs/ and the repository's own pages are copied, with their links turned to the copies;
Zensical makes HTML of them. Where a page has no Chinese version, the Chinese site has the English.
Fails when our own check, Zensical or a link of the HTML has something to report.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LANGUAGES = {"en": "English", "zh": "中文"}
TOP_PAGES = {
    "README.md": "index.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "LICENSE": "licence.md",
}
"""Pages outside docs/ -> their names on the site."""
CHINESE_TOP_PAGES = {"README.zh.md": "index.md"}
_LINK_OR_CODE = re.compile(
    r"^(?P<fence>`{3,}).*?^(?P=fence)`*$"
    r"|(?P<text>!?\[(?:[^\[\]\n]|\n(?!\n))*\])\((?P<target>[^)\s]+)\)"
    r"|`[^`\n]*`",
    re.MULTILINE | re.DOTALL,
)
_COMMENT = re.compile(r"^<!--.*?-->\n", re.MULTILINE)
_MAP = (
    '<iframe src="sample/graph.html" title="{title}" class="map" '
    'sandbox="allow-scripts allow-popups"></iframe>'
)
_TITLES = {"en": "The graph of the sample vault", "zh": "示例笔记库的关系图谱"}


def staged(language: str) -> dict[Path, str]:
    """Return the files of a language's site: file of the repository -> path on the site."""
    found = {ROOT / name: page for name, page in TOP_PAGES.items()}
    docs = ROOT / "docs"
    for path in sorted(docs.rglob("*")):
        name = path.relative_to(docs).as_posix()
        if path.is_file() and not name.startswith("zh/"):
            found[path] = name
    if language == "zh":
        chinese = {ROOT / name: page for name, page in CHINESE_TOP_PAGES.items()}
        chinese |= {path: path.name for path in sorted((docs / "zh").glob("*.md"))}
        found = {path: page for path, page in found.items() if page not in chinese.values()}
        found |= chinese
    return found


def stage(language: str, folder: Path) -> None:
    """Copy the pages of a language, with their links turned to the copies."""
    pages = staged(language)
    places = staged("en") | pages
    places |= {ROOT / name: page for name, page in CHINESE_TOP_PAGES.items()}
    for path, name in pages.items():
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            text = turned(path.read_text(encoding="utf-8"), path, name, places)
            if name == "index.md":
                text = first_page(text, language)
            copy.write_text(text, encoding="utf-8")
        elif path.name == "LICENSE":
            copy.write_text(f"# Licence\n\n```text\n{path.read_text(encoding='utf-8')}```\n")
        else:
            shutil.copy(path, copy)


def turned(text: str, path: Path, name: str, places: dict[Path, str]) -> str:
    """Turn a page's links to the copies of their targets; links to source files become text."""

    def link(match: re.Match[str]) -> str:
        target, hash_, fragment = (match["target"] or "").partition("#")
        if not target or re.match(r"[a-z]+:", target):
            inline = not match["target"] and not match["fence"]
            return match[0].replace("\\|", "|") if inline else match[0]  # in tables, as GitHub
        place = places.get(Path(os.path.normpath(path.parent / unquote(target))))
        if place is None:
            return match["text"][1:-1]
        relative = os.path.relpath(place, Path(name).parent).replace(os.sep, "/")
        return f"{match['text']}({relative}{hash_}{fragment})"

    return _LINK_OR_CODE.sub(link, _COMMENT.sub("", text))


def first_page(text: str, language: str) -> str:
    """Show the sample's graph itself in the place of its picture, and no link to the language."""
    text = re.sub(r"^\[(?:中文|English)\]\([^)]*\)\n\n", "", text, flags=re.MULTILINE)
    shown = _MAP.format(title=_TITLES[language])
    return re.sub(r"^!\[[^\]]*\]\(pictures/page\.png\)$", shown, text, count=1, flags=re.MULTILINE)


def configuration(language: str) -> str:
    """Return Zensical's configuration for a language."""
    parts = tomllib.loads((HERE / "navigation.toml").read_text(encoding="utf-8"))["part"]
    nav = [{part[language]: [_entry(page, language) for page in part["pages"]]} for part in parts]
    up = "" if language == "en" else "../"
    alternate = [
        {"name": name, "link": f"{up}{'' if code == 'en' else code + '/'}index.html", "lang": code}
        for code, name in LANGUAGES.items()
    ]
    settings = {
        "site_name": "noteweave",
        "docs_dir": "docs",
        "site_dir": "site",
        "nav": nav,
        "extra_css": ["site.css"],
        "extra": {
            "alternate": alternate,
            "generator": False,
            "polyfills": ["javascripts/iframe-worker.js"],
        },
        "plugins": {"offline": {}, "search": {}, "gh-admonitions": {}},
        "markdown_extensions": {
            "attr_list": {},
            "footnotes": {},
            "md_in_html": {},
            "pymdownx.highlight": {"pygments_lang_class": True},
            "pymdownx.superfences": {"custom_fences": [{"name": "mermaid", "class": "mermaid"}]},
            "pymdownx.tasklist": {"custom_checkbox": True},
            "pymdownx.tilde": {},
            "tables": {},
            "toc": {  # anchors as GitHub makes them
                "permalink": True,
                "slugify": {"object": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}},
            },
        },
        "theme": {
            "language": language,
            "font": False,
            "features": [
                "content.code.copy",
                "navigation.footer",
                "navigation.sections",
                "navigation.top",
                "search.highlight",
                "toc.follow",
            ],
            "palette": [
                {
                    "media": "(prefers-color-scheme: light)",
                    "scheme": "default",
                    "toggle": {"icon": "lucide/sun", "name": "☀"},
                },
                {
                    "media": "(prefers-color-scheme: dark)",
                    "scheme": "slate",
                    "toggle": {"icon": "lucide/moon", "name": "☾"},
                },
            ],
        },
    }
    return "".join(f"project.{key} = {_toml(value)}\n" for key, value in settings.items())


def _entry(page: str, language: str) -> str | dict[str, object]:
    """Return a page, or with the pages of a folder of its name below it."""
    overview = {"en": "Overview", "zh": "概览"}[language]
    if page == "index.md":
        return {overview: page}
    below = sorted((ROOT / "docs" / page.removesuffix(".md")).glob("*.md"))
    if not below:
        return page
    title = (ROOT / "docs" / page).read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    return {title: [{overview: page}, *(f"{path.parent.name}/{path.name}" for path in below)]}


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)  # strings, numbers, true and false


class Page(HTMLParser):
    """The anchors and links of a page of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors |= {name for name in (given.get("id"), given.get("name")) if name}
        self.links += [link for link in (given.get("href"), given.get("src")) if link]


def broken_links(site: Path) -> list[str]:
    """Return the links of the site that lead nowhere, or out of it by a script or style."""
    pages = {
        path: Page(path.read_text(encoding="utf-8"))
        for path in site.rglob("*.html")
        if path.name not in ("404.html", "graph.html")
    }
    found = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (
                Path(os.path.normpath(path.parent / unquote(parts.path))) if parts.path else path
            )
            if target.is_dir():
                target /= "index.html"
            other = pages.get(target)
            lost = other and parts.fragment and unquote(parts.fragment) not in other.anchors
            if not target.exists() or lost:
                found.append(f"{path.relative_to(site)}: {link}")
    return sorted(set(found))


def run(*words: object, cwd: Path) -> list[str]:
    """Run a command; return what it prints if it fails, without Python's tracebacks."""
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode == 0:
        return []
    lines = (done.stdout + done.stderr).splitlines()
    return [line for line in lines if line.strip() and not line.startswith(("  File", "Traceback"))]


def build(out: Path) -> list[str]:
    """Build both sites; return what is wrong with them, one line each."""
    python = (sys.executable, "-m")
    found: list[str] = []
    shutil.rmtree(out, ignore_errors=True)
    with tempfile.TemporaryDirectory() as temporary:
        top = Path(temporary)
        sample = top / "sample"
        found += run(*python, "noteweave", "build", "--sample", "-o", sample, cwd=top)
        for language in LANGUAGES:
            folder = top / language / "docs"
            stage(language, folder)
            check = ("noteweave", "check", folder, "--profile", "plain", "--show", "warning")
            found += run(*python, *check, "--fail-on", "warning", "--no-cache", cwd=top)
            (folder / "sample").mkdir()
            shutil.copy(sample / "graph.html", folder / "sample")
            shutil.copy(HERE / "site.css", folder)
            (folder / "javascripts").mkdir()
            shutil.copy(HERE / "iframe-worker.js", folder / "javascripts")
            site = top / language / "site"
            settings = top / language / "zensical.toml"
            settings.write_text(configuration(language), encoding="utf-8")
            found += run(*python, "zensical", "build", "--strict", "-f", settings, cwd=top)
            if not found:
                shutil.copytree(site, out if language == "en" else out / language)
    return found or broken_links(out.resolve())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path)
    problems = build(parser.parse_args().out)
    print("\n".join(problems), file=sys.stderr)
    sys.exit(1 if problems else 0)
