"""Survey how a vault uses headings, relations and folders of topics, to propose a configuration."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from statistics import median
from typing import NamedTuple

from noteweave.graph import names
from noteweave.graph.build.degrees import leads_on
from noteweave.graph.resolve.resolved_vault import ResolvedVault, sources

MIN_LINKS = 20
"""Links of a section that is worth reporting …"""
MIN_SHARE = 0.01
"""… and their share of all links."""
MOST = 0.8
"""Share of a section's links that makes a habit of what they have in common."""
MIN_TOPICS = 0.2
"""Share of all links that must lead into a folder of topics from such sections."""
RARE = 0.1
"""A value used by less than this share of the median is not a kind of relation, but a slip."""
MAX_KINDS = 24
"""A field with more values than this is not a relation."""
_FIELD = re.compile(r"([；;，,—–|] ?)([^：:；;，,—–|\[\]]{1,24})([：:] ?)([^；;]*)")


class Fields(NamedTuple):
    """Words that most links of a section are followed by: a relation and perhaps a reason."""

    before: str
    """What stands before the relation: `；关联理由：`."""
    between: str
    """What stands between the relation and the reason; "" if there is no reason."""
    kinds: dict[str, int]
    """The relations and how often each is used, the most frequent first."""

    @property
    def pattern(self) -> str:
        """A pattern for `[[relations]]`."""
        stop = re.escape(self.between.strip()[:1] or "；")
        relation = rf"{_literal(self.before)}(?P<relation>[^{stop}\n]+)"
        return f"{relation}{_literal(self.between)}(?P<reason>.*)" if self.between else relation


def _literal(text: str) -> str:
    return re.escape(text).replace("\\ ", " ")


class Section(NamedTuple):
    """A heading and the links that stand under it."""

    name: str
    links: int
    folder: str
    """The folder that most of them lead into; "" if there is none."""
    into_folder: int
    """How many lead into that folder."""
    targets: int
    """Distinct targets."""
    fields: Fields | None


class Survey(NamedTuple):
    """What was found in a vault."""

    notes: int
    links: int
    sections: list[Section]
    """Those with many links, the largest first."""

    @property
    def topic_folders(self) -> list[str]:
        """The folders whose notes are topics: many links lead to each, from such sections."""
        into: Counter[str] = Counter()
        for section in self.sections:
            if section.folder and section.links >= 3 * section.targets:
                into[section.folder] += section.into_folder
        return sorted(folder for folder, links in into.items() if links >= MIN_TOPICS * self.links)


class _Uses(NamedTuple):
    """The uses of one heading."""

    spellings: Counter[str]
    targets: Counter[str]
    tails: list[str]
    """What follows each link in its line."""


def survey(resolved: ResolvedVault, text: Callable[[str], str]) -> Survey:
    """Return which headings links stand under, and what these links have in common.

    Args:
        resolved: the vault.
        text: returns the text of a note by its path.
    """
    uses: defaultdict[str, _Uses] = defaultdict(lambda: _Uses(Counter(), Counter(), []))
    notes = links = 0
    for note in sources(resolved):
        notes += 1
        lines: list[str] | None = None
        for found in resolved.links(note):
            if not leads_on(found, resolved.vault.files):
                continue
            links += 1
            section = note.section(found.link.line)
            if section:
                lines = lines or re.split(r"\r\n?|\n", text(note.path))
                use = uses[names.heading_key(section)]
                use.spellings[section] += 1
                use.targets[found.target or resolved.topic_name(found.link)] += 1
                use.tails.append(_tail(lines, found.link.line, found.link.raw))
    sections = [
        _section(use)
        for use in uses.values()
        if len(use.tails) >= max(MIN_LINKS, MIN_SHARE * links)
    ]
    return Survey(notes, links, sorted(sections, key=lambda one: (-one.links, one.name)))


def _tail(lines: list[str], line: int, raw: str) -> str:
    return lines[line - 1].partition(raw)[2] if line <= len(lines) else ""


def _section(use: _Uses) -> Section:
    links = len(use.tails)
    folders: Counter[str] = Counter()
    for target, count in use.targets.items():
        folders[names.folder(target)] += count
    folder, into = folders.most_common(1)[0]
    if into < MOST * links:
        folder, into = "", 0
    name = use.spellings.most_common(1)[0][0]
    return Section(name, links, folder, into, len(use.targets), _fields(use.tails))


def _fields(tails: Iterable[str]) -> Fields | None:
    """Find the field that holds the relation, and the one after it that holds the reason."""
    total = 0
    values: defaultdict[str, Counter[str]] = defaultdict(Counter)
    following: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for tail in tails:
        total += 1
        found = list(_labels(tail))
        for n, (label, value) in enumerate(found):
            values[label][value] += 1
            if n + 1 < len(found):
                following[label][found[n + 1][0]] += 1
    for label, used in values.items():
        kinds = _kinds(used)
        if 1 < len(kinds) <= MAX_KINDS and sum(kinds.values()) >= MOST * total:
            between = following[label].most_common(1)
            has_reason = between and between[0][1] >= MOST * sum(kinds.values())
            return Fields(label, between[0][0] if has_reason else "", kinds)
    return None


def _labels(tail: str) -> Iterator[tuple[str, str]]:
    """Yield each `；label：` after a link with its value."""
    for separator, label, colon, value in _FIELD.findall(tail):
        yield f"{separator}{label}{colon}", value.strip()


def _kinds(used: Counter[str]) -> dict[str, int]:
    """Return the values that are used again and again, the most frequent first."""
    repeated = [count for count in used.values() if count > 1]
    if not repeated:
        return {}
    least = max(2, RARE * median(repeated))
    ranked = sorted(used.items(), key=lambda one: (-one[1], one[0]))
    return {value: count for value, count in ranked if value and count >= least}
