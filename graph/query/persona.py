"""Tell a language model how to be a persona: its story, and what it remembers, within a budget.

Only the note's text, its links and a few properties are interpreted; see `persona_notes`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from noteweave.graph import names
from noteweave.graph.query.persona_memory import Said, known_notes, linked_notes
from noteweave.graph.query.persona_notes import is_persona
from noteweave.graph.query.persona_phrases import spoken
from noteweave.graph.query.quoted import marked, quoted
from noteweave.graph.resolve.resolved_vault import ResolvedVault, TargetKind, checked
from noteweave.vault.errors import RequestError
from noteweave.vault.frontmatter.delimiters import body_start
from noteweave.vault.model import Kind, Note
from noteweave.vault.parsing.positions import count_lines, with_newlines

BUDGET, LEAST, MOST = 2_000, 200, 8_000
"""Tokens of the whole text: by default, at least, at most."""
BYTES = 3
"""Bytes of UTF-8 that count as one token: fewer than nearly every text has a token."""
LONGEST_NAME = 80
"""Bytes of a name in the frame, which must fit into the smallest budget."""
LEAST_WITH_TOOLS = 400
"""Tokens from which on the tools of the server are named."""
LONGEST_SAID = 300
"""Characters of what another note says of a persona."""
_DENSE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_LINK = re.compile(r"\[\[[^\]]*\]\]")
_WORD = re.compile(r"[^\W\d_\u3040-\u30ff\u4e00-\u9fff]+")
_SKIPPED = re.compile(r"\s*(?:#{1,6}\s|!\[[^\]]*\]\([^)]*\)\s*\Z|!\[\[[^\]]*\]\]\s*\Z|%%|<!--)")
_FENCE = re.compile(r"^(```+|~~~+).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)


class Paragraph(NamedTuple):
    """A paragraph of a note, as written, without headings and pictures."""

    line: int
    text: str


class Memory(NamedTuple):
    """A note that a persona remembers, and how much of it."""

    path: str
    told: list[Paragraph]
    paragraphs: int
    """How many it has."""


@dataclass(frozen=True)
class Persona:
    """A character, as a language model is told to be it."""

    path: str
    name: str
    greeting: str
    story: list[Paragraph]
    memories: list[Memory]
    text: str
    """Never more than three bytes for each token of the budget."""


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a note; headings, code, pictures and comments are left out."""
    begin = body_start(text)
    body = with_newlines(text[begin:])
    body = _FENCE.sub(lambda match: "\n" * match[0].count("\n"), body)
    number, found, lines = count_lines(text[:begin]), list[Paragraph](), list[str]()
    for line in [*body.split("\n"), ""]:
        number += 1
        if line.strip() and not _SKIPPED.match(line):
            lines.append(line)
        elif lines:
            found.append(Paragraph(number - len(lines), "\n".join(lines)))
            lines = []
    return found


def budget_of(note: Note, given: int | None) -> int:
    """Return the budget in tokens: as given, else the note's property, else the default.

    Raises:
        RequestError: it is out of range.
    """
    own = note.properties.get("budget")
    if given is None and isinstance(own, int) and not isinstance(own, bool):
        given = min(max(own, LEAST), MOST)
    wanted = BUDGET if given is None else given
    if not LEAST <= wanted <= MOST:
        raise RequestError(
            f"{wanted}: no such budget", f"give a number of tokens from {LEAST:,} to {MOST:,}"
        )
    return wanted


def persona(
    resolved: ResolvedVault,
    text: Callable[[str], str],
    path: str,
    *,
    budget: int | None = None,
    speaker: str = "",
    about: Sequence[str] | None = None,
    others: Iterable[Said] = (),
    tools: bool = False,
) -> Persona:
    """Return a character within a budget.

    Args:
        resolved: the vault.
        text: returns the text of a note by its path.
        path: of the persona's note.
        budget: tokens; None: the note's own, or `BUDGET`.
        speaker: who speaks to it.
        about: paths of notes that it remembers, instead of those in its story.
        others: what other notes say of it; see `persona_memory.said_of`.
        tools: whether the model can call the tools of the server to remember more.

    Raises:
        RequestError: the note is no persona, or the budget is out of range.
    """
    note = resolved.vault.notes[path]
    if not is_persona(note):
        raise RequestError(f"{path}: no persona", "a persona's frontmatter has `type: persona`")
    teller = _Teller(resolved, text, note, budget_of(note, budget), tools=tools)
    return teller.persona(speaker, about, others)


class _Teller:
    """Writes the text of a persona, and keeps count of what is left of the budget."""

    def __init__(
        self,
        resolved: ResolvedVault,
        text: Callable[[str], str],
        note: Note,
        budget: int,
        *,
        tools: bool,
    ) -> None:
        self.resolved = resolved
        self.read = text
        self.note = note
        self.name = _short(names.stem(note.path))
        self.left = BYTES * budget
        self.tools = tools and budget >= LEAST_WITH_TOOLS
        prose = _LINK.sub(" ", " ".join(one.text for one in paragraphs(text(note.path))))
        chinese = len(_DENSE.findall(prose)) > len(_WORD.findall(prose))
        given = note.properties.get("language")
        language = given if isinstance(given, str) else ""
        self.phrases, self.language = spoken(language, chinese=chinese)

    def persona(self, speaker: str, about: Sequence[str] | None, others: Iterable[Said]) -> Persona:
        """Write all parts: the frame and the tail are paid first."""
        whole = self.left
        told = list(about) if about is not None else linked_notes(self.resolved, self.note)
        known = known_notes(self.resolved, self.note, told) if about is None else []
        total = len(told) + len(known)
        frame = self._frame(speaker)
        self._pay([frame, self._tail(total, total, total)])
        story, head = self._story(whole // 2)
        share = max(0, self.left - whole // 5)
        kept, self.left = self.left - share, share
        memories = [*self._memories(told), *self._memories(known)]
        self.left += kept
        complete = sum(len(one.told) == one.paragraphs for one in memories)
        partly = sum(0 < len(one.told) < one.paragraphs for one in memories)
        lines = [frame, *head]
        for memory in memories:
            if memory.told:
                lines.append(self._memory_head(memory.path))
                lines += [_told(one) for one in memory.told]
        lines += self._others(others, whole // 10)
        lines += [*self._names_only([*told, *known]), self._tail(complete, partly, total)]
        greeting = self.note.properties.get("greeting")
        return Persona(
            self.note.path, self.name, greeting if isinstance(greeting, str) else "",
            story, memories, "".join(f"{line}\n" for line in lines),
        )  # fmt: skip

    def _pay(self, lines: Sequence[str]) -> None:
        self.left -= sum(map(_cost, lines))

    def _afford(self, line: str) -> bool:
        """Pay for a line, if what is left is enough."""
        if _cost(line) > self.left:
            return False
        self._pay([line])
        return True

    def _frame(self, speaker: str) -> str:
        speaker, language = _short(speaker), _short(self.language)
        return self.phrases.frame.format(
            name=self.name,
            speaker=self.phrases.speaker.format(speaker=speaker) if speaker else "",
            language=self.phrases.language.format(language=language) if language else "",
        )

    def _tail(self, complete: int, partly: int, total: int) -> str:
        more = self.phrases.more if self.tools else ""
        return self.phrases.tail.format(complete=complete, partly=partly, total=total, more=more)

    def _story(self, most: int) -> tuple[list[Paragraph], list[str]]:
        """Return whole paragraphs of the story from the top, up to a number of bytes."""
        head, more = self.phrases.story, self.phrases.goes_on
        story = paragraphs(self.read(self.note.path))
        rest, told, lines = min(most, self.left) - _cost(head) - _cost(more), [], [head]
        for one in story:
            line = marked(one.text)
            rest -= _cost(line)
            if rest < 0:
                break
            told.append(one)
            lines.append(line)
        if len(told) < len(story):
            lines.append(more)
        lines = lines if told else lines[2:] if not story else [more]
        self._pay(lines)
        return told, lines

    def _memory_head(self, path: str) -> str:
        return self.phrases.about.format(label=quoted(names.stem(path)), place=quoted(path))

    def _memories(self, paths: Sequence[str]) -> list[Memory]:
        """Give each note its next paragraph, round by round, until nothing fits."""
        texts = {path: paragraphs(self.read(path)) for path in paths}
        memories = [Memory(path, [], len(texts[path])) for path in paths]
        open_ = [memory for memory in memories if memory.paragraphs]
        while open_:
            further = []
            for memory in open_:
                one = texts[memory.path][len(memory.told)]
                head = [] if memory.told else [self._memory_head(memory.path)]
                cost = sum(map(_cost, [*head, _told(one)]))
                if cost <= self.left:
                    self.left -= cost
                    memory.told.append(one)
                    if len(memory.told) < memory.paragraphs:
                        further.append(memory)
            open_ = further
        return memories

    def _others(self, others: Iterable[Said], share: int) -> list[str]:
        """Return what others say, as many sentences as fit into a number of bytes."""
        lines = [self.phrases.others]
        share = min(share, self.left) - _cost(lines[0])
        for one in others:
            line = f"{quoted(one.path)} L{one.line} {marked(one.text[:LONGEST_SAID])}"
            if _cost(line) > share:
                break
            share -= _cost(line)
            lines.append(line)
        if len(lines) == 1:
            return []
        self._pay(lines)
        return lines

    def _names_only(self, remembered: Sequence[str]) -> list[str]:
        """Return lines of names that the character has heard of, as many as fit."""
        heard: Counter[str] = Counter()
        known = {self.note.path, *remembered}
        for path in [self.note.path, *remembered]:
            for found in self.resolved.links(self.resolved.vault.notes[path]):
                if found.link.kind is Kind.EMBED:
                    continue  # a picture that is missing is no name
                if found.kind is TargetKind.TOPIC:
                    heard[self.resolved.topic_name(found.link)] += 1
                elif found.kind is TargetKind.NOTE and found.target not in known:
                    target = str(found.target)
                    if not self.resolved.vault.files[target].excluded:
                        heard[names.stem(target)] += 1
        ordered = [marked(name) for name, _ in sorted(heard.items(), key=lambda n: (-n[1], n[0]))]
        for count in range(len(ordered), 0, -1):
            listed, total = ", ".join(ordered[:count]), len(ordered)
            line = self.phrases.names.format(count=count, total=total, listed=listed)
            if self._afford(line):
                return [line]
        return []


def _short(name: str) -> str:
    """Return a name as it stands in the frame, which must fit into the smallest budget."""
    return quoted(name).encode()[:LONGEST_NAME].decode(errors="ignore")


def _cost(line: str) -> int:
    return len(line.encode("utf-8", "replace")) + 1


def _told(one: Paragraph) -> str:
    return f"L{one.line} {marked(one.text)}"


def personas(resolved: ResolvedVault) -> Iterator[str]:
    """Yield the paths of the personas of a vault, in order."""
    notes = resolved.vault.notes
    return (path for path in checked(resolved) if is_persona(notes[path]))


def card(character: Persona) -> dict[str, object]:
    """Return a character card for programs that play characters.

    The form is Character Card V2 (https://github.com/malfoyslastname/character-card-spec-v2);
    the memories are its `character_book`.
    """
    entries = [
        {
            "keys": [names.stem(memory.path)],
            "content": "\n".join(one.text for one in memory.told),
            "extensions": {"path": memory.path},
            "enabled": True,
            "insertion_order": number,
        }
        for number, memory in enumerate(character.memories)
        if memory.told
    ]
    data: dict[str, object] = dict.fromkeys(
        ("personality", "scenario", "mes_example", "creator_notes", "post_history_instructions",
         "creator", "character_version"), "",
    )  # fmt: skip
    data |= {
        "name": character.name,
        "description": "\n\n".join(one.text for one in character.story),
        "first_mes": character.greeting,
        "system_prompt": character.text,
        "alternate_greetings": [],
        "tags": [],
        "extensions": {},
        "character_book": {"extensions": {}, "entries": entries},
    }
    return {"spec": "chara_card_v2", "spec_version": "2.0", "data": data}
