"""`noteweave topics`: the topics of a vault, which of them grow, and which occur together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from noteweave.commands._options import LIMIT, ReadOptions, Sections, TextOrJson
from noteweave.commands._query import QueriedGraph, query
from noteweave.vault.errors import RequestError
from noteweave.vault.messages import _, counted, translatable

if TYPE_CHECKING:
    from noteweave.graph.query.topics import Topic, Topics

EPILOG = """Examples:

`noteweave topics` · `noteweave topics GPU ~/notes --by 作者` ·
`noteweave topics --format json | jq -r '.topics[] | select(.trend == "rising").label'`

A topic is a link's target without a note, or a note in a folder that the configuration names:
`[topics] folders = ["topics"]`. Its trend compares its share of the notes of the last 90 days,
counted from the newest note, with its share of those before.
"""
_TRENDS = {"rising": "↑", "falling": "↓", "steady": " "}
_TREND_WORDS = {word: translatable(word) for word in _TRENDS}


def topics(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TOPIC] [VAULT]",
            help="A topic, named as in a link, and the folder of notes when it is not this one.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="PROPERTY", help="Count by this property; else by author."),
    ] = None,
    limit: Annotated[int, LIMIT] = 20,
    section: Sections = None,
    format: TextOrJson = "text",
    *,
    read: ReadOptions,
) -> int:
    """Print the topics with most notes; of one topic, its partners, authors and missing links.

    Two topics belong together if more notes link to both than chance would have it (normalised
    pointwise mutual information). Notes that name a topic but do not link to it are listed.
    """
    from noteweave.answer_cache import Answer
    from noteweave.commands._kept_topics import KeptTopics
    from noteweave.graph.query.topics import topics as topics_of
    from noteweave.terminal import plain, to_json

    name, vault = _split(words or [])
    kept = KeptTopics(vault, read, section)
    if name is None and read.cache and (known := kept.load()):  # no graph is needed
        answered = Answer(0)
        answered.print(f"{line}\n" for line in _all(known[0], limit, format))
        answered.store(context.obj, known[1])
        return 0
    queried = query(vault, read, sections=section)
    found = topics_of(queried.graph)
    kept.keep(queried, found)
    if name is None:
        return queried.reply(_all(found, limit, format), context.obj)
    answer = _answer(queried, found, _find(queried, found, name), by)
    printed = [to_json(answer)] if format == "json" else map(plain, _lines(answer, limit))
    return queried.reply(printed, context.obj)


def _all(found: Topics, limit: int, format: TextOrJson) -> Iterable[str]:
    """Return the lines about all topics."""
    from noteweave.terminal import plain, to_json

    if format == "json":
        return [to_json(_overview(found, limit))]
    return map(plain, _table(found, limit))


def _split(words: list[str]) -> tuple[str | None, Path]:
    """Return the topic and the vault; a single word that is a folder is the vault."""
    match words:
        case []:
            return None, Path()
        case [word]:
            return (None, Path(word)) if Path(word).is_dir() else (word, Path())
        case [topic, vault]:
            return topic, Path(vault)
    raise RequestError("topics takes one topic and one vault", "put a name with spaces in quotes")


def _find(queried: QueriedGraph, found: Topics, name: str) -> Topic:
    from noteweave.graph.query.lookup import find

    key = find(queried.graph, name)
    if key not in found.topics:
        raise RequestError(
            f"{queried.label(key)}: is a note, not a topic",
            "name the folder of topics in the configuration: [topics] folders = […]",
        )
    return found.topics[key]


def _overview(found: Topics, limit: int) -> dict[str, Any]:
    return {
        "notes": found.notes,
        "newest": found.newest,
        "topics": [_topic(topic) for topic in found.topics.values() if topic.notes],
        "together": [pair._asdict() for pair in found.pairs()[:limit]],
    }


def _topic(topic: Topic) -> dict[str, Any]:
    return topic._asdict() | {"notes": len(topic.notes)}


def _table(found: Topics, limit: int) -> Iterator[str]:
    linked = [topic for topic in found.topics.values() if topic.notes]
    yield _("{topics}, linked by {notes}").format(
        topics=counted(len(linked), "topic"), notes=counted(found.notes, "note")
    )
    if not linked:
        return
    yield ""
    yield _("notes  since       last 90 days")
    for topic in linked[:limit]:
        label = topic.label if topic.exists else f"[[{topic.label}]]"
        since, trend = topic.since or "-", _TRENDS[topic.trend]
        yield f"{len(topic.notes):5}  {since:10}  {topic.recent:5} {trend}       {label}"
    if len(linked) > limit:
        yield _("and {count} more").format(count=f"{len(linked) - limit:,}")
    pairs = found.pairs()[:limit]
    if pairs:
        yield ""
        yield _(" npmi  notes  together")
        for pair in pairs:
            one, other = (found.topics[key].label for key in (pair.one, pair.other))
            yield f" {pair.npmi:.2f}  {pair.notes:5}  {one} + {other}"


def _answer(
    queried: QueriedGraph, found: Topics, topic: Topic, by: list[str] | None
) -> dict[str, Any]:
    from noteweave.graph.query.topics import AUTHORS, by_property, naming

    together = [
        pair._asdict() | {"label": found.topics[pair.other].label}
        for pair in found.together(topic.key)
    ]
    named = naming(queried.graph, topic, _names_in(queried, topic))
    return {
        "topic": _topic(topic),
        "notes": [queried.node(key) for key in topic.notes],
        "together": together,
        "by": dict(by_property(queried.graph, topic.notes, by or AUTHORS)),
        "named_in": [queried.node(key) for key in named],
    }


def _names_in(queried: QueriedGraph, topic: Topic) -> Any:
    """Return what yields the places that name a topic in the running text of a note."""
    from noteweave.graph.mentions.matcher import NameMatcher
    from noteweave.vault.context.prose import in_prose

    node = queried.graph.nodes[topic.key]
    matcher = NameMatcher((name, topic.key) for name in (topic.label, *node["aliases"]))

    def names_in(path: str) -> Iterator[str]:
        text = queried.vault.text(path)
        found = [(match.start, match.end) for match in matcher.find(text)]
        if found:
            for start, end in in_prose(text, queried.vault.notes[path].links, found):
                yield text[start:end]

    return names_in


def _lines(answer: dict[str, Any], limit: int) -> Iterator[str]:
    topic = answer["topic"]
    notes = counted(topic["notes"], "note")
    since = topic["since"]
    said = _("{topic}: {notes} since {since}") if since else "{topic}: {notes}"
    yield said.format(topic=topic["label"], notes=notes, since=since)
    recent = _("last 90 days: {count}, {trend}")
    yield recent.format(count=f"{topic['recent']:,}", trend=_(_TREND_WORDS[topic["trend"]]))
    yield from _some(_("together with"), answer["together"], limit, _pair)
    amounts = list(answer["by"].items())
    yield from _some(_("by"), amounts, limit, lambda one: f"{one[1]:5}  {one[0]}")
    yield from _some(_("named without a link in"), answer["named_in"], limit, lambda n: n["path"])


def _pair(pair: dict[str, Any]) -> str:
    return f" {pair['npmi']:.2f}  {pair['notes']:5}  {pair['label']}"


def _some(title: str, values: list[Any], limit: int, line: Any) -> Iterator[str]:
    if values:
        yield ""
        yield title
        yield from (f"  {line(value)}" for value in values[:limit])
        if len(values) > limit:
            yield "  " + _("and {count} more").format(count=f"{len(values) - limit:,}")
