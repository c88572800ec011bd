"""NW110."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from noteweave.graph import names
from noteweave.graph.check.compiled_rules import Entry
from noteweave.graph.check.findings import Remark
from noteweave.graph.check.own_settings import TopicRule
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable
from noteweave.vault.model import Link


@rule("NW110", reads="own topics")
def forbidden_topic(subject: Subject) -> Iterator[Remark]:
    """A link names a topic that the vault's own rules forbid.

    `forbidden` in `[[rules.topics]]` lists names; a name with a folder means that one alone. Upper
    and lower case are the same.

    Bad:
        --- noteweave.toml
        [[rules.topics]]
        forbidden = ["article"]
        --- Assam.md
        On [[topics/Article]].

    Good:
        --- noteweave.toml
        [[rules.topics]]
        forbidden = ["article"]
        --- Assam.md
        On [[topics/Malt]].
        --- topics/Malt.md
        A taste.
    """
    for entry, link in forbidden_links(subject):
        name = names.without_md(link.target)
        message = entry.message(translatable("`{name}` is no topic of this vault", name=name))
        yield subject.remark(link, message, entry.rule.severity)


def forbidden_links(subject: Subject) -> Iterator[tuple[Entry[TopicRule], Link]]:
    """Yield each link to a forbidden topic, with the entry that forbids it."""
    for entry in subject.own.entries(subject.own.rules.topics):
        for link in subject.note.links if entry.forbidden else ():
            if not link.external and not entry.forbidden.isdisjoint(topic_keys(link.target)):
                yield entry, link


@lru_cache(maxsize=100_000)  # the same topics come again and again
def topic_keys(target: str) -> tuple[str, str]:
    """Return the folded name of a link's target, with its folder and without."""
    whole = names.topic_key(target)
    return whole, whole.rpartition("/")[2]
