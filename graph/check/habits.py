"""Propose rules of a vault's own: what nearly all of its notes have in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from noteweave.graph import names
from noteweave.graph.build.degrees import leads_on
from noteweave.graph.check.own_rules.property_type import fits
from noteweave.graph.check.own_settings import (
    OwnRule,
    PropertyRule,
    PropertyType,
    SectionRule,
    TopicRule,
    Wanted,
)
from noteweave.graph.query import survey
from noteweave.graph.query.survey import Survey
from noteweave.graph.resolve.resolved_vault import ResolvedVault, TargetKind, sources
from noteweave.vault import patterns
from noteweave.vault.frontmatter.scalars import is_empty
from noteweave.vault.messages import _
from noteweave.vault.model import FileKind, Note
from noteweave.vault.parsing.sections import items, sections

HABIT = 0.95
"""Share of the notes, items or links that makes a habit of what they have in common."""
MIN_NOTES = 20
"""Notes that must have it."""
ALWAYS = 0.99
"""The same for links to written notes: a link to an unwritten one may be a plan."""
RARE = 0.1
"""A topic linked by less than this share of another's links may be a slip for the other."""
_TYPES = tuple(PropertyType[name] for name in ("CHECKBOX", "NUMBER", "DATE", "LIST", "TEXT"))
"""Types of properties, the narrow ones first."""


class Proposal(NamedTuple):
    """A rule that nearly all notes keep."""

    table: str
    """The table of the configuration: `sections` for `[[rules.sections]]`."""
    rule: OwnRule
    found: str
    """What was found, with counts, in words."""


@dataclass
class _Uses:
    """The uses of one section in a vault."""

    folders: Counter[str] = field(default_factory=Counter)
    """Notes that have it, by the pattern of their top folder."""
    items: list[tuple[str, ...]] = field(default_factory=list)
    """The list items of each note that has it."""
    tagged: int = 0
    """Notes with tags in it."""
    links: int = 0
    written: int = 0
    """Links, and those of them that lead to a note that is written."""


def proposals(
    resolved: ResolvedVault, text: Callable[[str], str], found: Survey
) -> Iterator[Proposal]:
    """Yield rules that nearly all notes of a vault keep.

    Args:
        resolved: the vault.
        text: returns the text of a note by its path.
        found: what a survey of it found; rules are proposed for these sections.
    """
    files = resolved.vault.files
    notes = [note for note in sources(resolved) if files[note.path].kind is FileKind.NOTE]
    sizes = Counter(_top(note.path) for note in notes)
    uses = _uses(resolved, notes, text, found)
    for section in found.sections:
        yield from _section(section, uses[names.heading_key(section.name)], sizes)
    yield from _synonyms(resolved, notes, found)
    yield from _properties(notes, sizes)


def _top(path: str) -> str:
    """Return a pattern for the notes of the top folder that a path is in."""
    top, slash, _ = path.partition("/")
    return f"{top}/" if slash else "/*.md"


def _uses(
    resolved: ResolvedVault, notes: Sequence[Note], text: Callable[[str], str], found: Survey
) -> Mapping[str, _Uses]:
    uses = {names.heading_key(section.name): _Uses() for section in found.sections}
    for note in notes:
        seen = set()
        for section in sections(note.headings):
            key = names.heading_key(section.heading.text)
            if key not in uses or key in seen:
                continue
            seen.add(key)
            uses[key].folders[_top(note.path)] += 1
            uses[key].items.append(tuple(item.text for item in items(text(note.path), section)))
            uses[key].tagged += any(section.holds(tag.line) for tag in note.tags)
        for link in resolved.links(note) if seen else ():
            use = uses.get(names.heading_key(note.section(link.link.line)))
            if use and leads_on(link, resolved.vault.files):
                use.links += 1
                use.written += link.kind is not TargetKind.TOPIC
    return uses


def _section(found: survey.Section, use: _Uses, sizes: Mapping[str, int]) -> Iterator[Proposal]:
    having = len(use.items)
    if having < MIN_NOTES:
        return
    demands: dict[str, Any] = {}
    said = []
    folders = sorted(f for f, count in use.folders.items() if _habit(count, sizes[f]))
    if folders:
        demands |= {"notes": tuple(folders), "required": True}
        have, of = sum(use.folders[f] for f in folders), sum(sizes[f] for f in folders)
        part = _("in {some} of {all} notes of {folders}")
        said.append(part.format(some=f"{have:,}", all=f"{of:,}", folders=", ".join(folders)))
    least = sorted(map(len, use.items))[int(having * (1 - HABIT))]
    if least > 1:
        demands["least"] = least
        enough = sum(len(one) >= least for one in use.items)
        part = _("{some} of {all} have {least} items or more")
        said.append(part.format(some=f"{enough:,}", all=f"{having:,}", least=least))
    for name, value, words in (*_forms(found, use), *_targets(found, use, sizes)):
        demands[name] = value
        said.append(words)
    if said:
        rule = SectionRule(heading=found.name, **demands)
        yield Proposal("sections", rule, f"{found.name}: {_('; ').join(said)}")


def _forms(found: survey.Section, use: _Uses) -> Iterator[tuple[str, Any, str]]:
    """Yield the form of the items and their relations, each with what was found."""
    if not found.fields:
        return
    reason = f"{found.fields.between}{{reason}}" if found.fields.between else "*"
    form = f"[[*]]{found.fields.before}{{relation}}{reason}"
    if not found.fields.between or set("*{}") & {*found.fields.before, *found.fields.between}:
        return  # nothing would end the relation
    pattern = patterns.form(form)
    total = sum(map(len, use.items))
    formed = sum(pattern.match(item) is not None for one in use.items for item in one)
    if _habit(formed, total):
        kinds = tuple(found.fields.kinds)
        written = _("{some} of {all} items are written {form}")
        yield "item", form, written.format(some=f"{formed:,}", all=f"{total:,}", form=form)
        yield "relations", kinds, _("{count} relations").format(count=len(kinds))


def _targets(
    found: survey.Section, use: _Uses, sizes: Mapping[str, int]
) -> Iterator[tuple[str, Any, str]]:
    """Yield where the links lead, each with what was found.

    A folder that holds more than half of all notes is no choice, and not proposed.
    """
    common = 2 * sizes.get(f"{found.folder}/", 0) > sum(sizes.values())
    if found.folder and not common and _habit(found.into_folder, found.links):
        into = _("{some} of {all} links lead into {folder}/")
        yield (
            "targets_in",
            f"{found.folder}/",
            into.format(some=f"{found.into_folder:,}", all=f"{found.links:,}", folder=found.folder),
        )
        untagged = len(use.items) - use.tagged
        if _habit(untagged, len(use.items)):
            no_tag = _("{some} of {all} have no tag in it")
            yield ("no_tags", True, no_tag.format(some=f"{untagged:,}", all=f"{len(use.items):,}"))
    elif _habit(use.written, use.links) and use.written >= ALWAYS * use.links:
        written = _("{some} of {all} links lead to notes that are written")
        yield ("no_unwritten", True, written.format(some=f"{use.written:,}", all=f"{use.links:,}"))


def _synonyms(resolved: ResolvedVault, notes: Iterable[Note], found: Survey) -> Iterator[Proposal]:
    """Yield a rule for topics that are seldom named in the plural, or seldom in the singular."""
    keys = names.folder_keys(found.topic_folders)
    counts: Counter[str] = Counter()
    for note in notes if keys else ():
        for link in resolved.links(note):
            if leads_on(link, resolved.vault.files):
                target = names.without_md(link.target or resolved.topic_name(link.link))
                if names.key(target).startswith(keys):
                    counts[names.stem(target)] += 1
    by_key = {names.key(name): name for name in sorted(counts)}
    same = {}
    for singular in sorted(by_key):
        for plural in (f"{singular}s", f"{singular}es"):
            if plural in by_key:
                rare, usual = sorted((by_key[singular], by_key[plural]), key=counts.__getitem__)
                if counts[rare] <= RARE * counts[usual]:
                    same[rare] = usual
    if same:
        pair = _("{rare} ({few}) for {usual} ({many})")
        pairs = (
            pair.format(rare=a, few=f"{counts[a]:,}", usual=b, many=f"{counts[b]:,}")
            for a, b in same.items()
        )
        told = _("links to {pairs}").format(pairs=", ".join(pairs))
        yield Proposal("topics", TopicRule(same=same), told)


def _properties(notes: Iterable[Note], sizes: Mapping[str, int]) -> Iterator[Proposal]:
    """Yield the properties that the notes of a folder have, for folders with the same ones."""
    values: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for note in notes:
        for name, value in note.properties.items():
            if not is_empty(value):
                values[_top(note.path)][name].append(value)
    alike: defaultdict[tuple[tuple[str, Wanted], ...], list[str]] = defaultdict(list)
    for folder, of_folder in sorted(values.items()):
        usual = {n: v for n, v in of_folder.items() if _habit(len(v), sizes[folder])}
        if usual:
            alike[tuple((name, _type(usual[name])) for name in sorted(usual))].append(folder)
    for required, folders in alike.items():
        of = sum(sizes[folder] for folder in folders)
        each = _("{name} ({type}) in {count}")
        counts = (
            each.format(
                name=name,
                type=kind,
                count=f"{sum(len(values[folder][name]) for folder in folders):,}",
            )
            for name, kind in required
        )
        rule = PropertyRule(notes=tuple(folders), required=dict(required))
        told = _("{count} notes of {folders}: {properties}").format(
            count=f"{of:,}", folders=", ".join(folders), properties=", ".join(counts)
        )
        yield Proposal("properties", rule, told)


def _type(values: Sequence[Any]) -> PropertyType:
    """Return the narrowest type that nearly all values have."""
    for kind in _TYPES:
        if sum(fits(value, kind) for value in values) >= HABIT * len(values):
            return kind
    return PropertyType.ANY


def _habit(count: int, total: int) -> bool:
    """Whether so many of a total make a rule."""
    return count >= MIN_NOTES and count >= HABIT * total
