"""NW117."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts, Subject
from noteweave.graph.resolve.resolved_vault import checked
from noteweave.vault.messages import translatable


def topic_folders(subject: Subject) -> Iterator[str]:
    """Yield the configured folders of topics that a note is in or has an unresolved link into."""
    configured = subject.vault.topic_folders
    keys = names.folder_keys(configured)
    topic_name = subject.vault.resolved.topic_name
    paths = [subject.note.path, *(topic_name(found.link) for found in subject.missing)]
    for path in paths if keys else ():
        folded = names.key(path)
        yield from (f for f, key in zip(configured, keys, strict=True) if folded.startswith(key))


@vault_rule("NW117", Severity.WARNING, gather=topic_folders)
def missing_topic_folder(vault: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """A folder of topics is nowhere in the vault.

    `[topics] folders` names a folder that holds no note and that no link names: probably it was
    renamed, or is spelt differently. This rule runs only if the whole vault is checked.

    Bad:
        --- noteweave.toml
        [topics]
        folders = ["topcis"]
        --- Assam.md
        A [[topics/Malt]] tea.
        --- topics/Malt.md
        A taste.

    Good:
        --- noteweave.toml
        [topics]
        folders = ["topics"]
        --- Assam.md
        A [[topics/Malt]] tea.
        --- topics/Malt.md
        A taste.
    """
    missing = [folder for folder in vault.topic_folders if folder not in facts]
    if not missing or not checked(vault.resolved):
        return
    files = vault.resolved.vault.files
    text = vault.resolved.vault.text(vault.source) if vault.source in files else ""
    for folder in missing:
        line, column = _place(text, folder)
        message = translatable(
            "`[topics] folders`: no note and no link is in `{folder}`", folder=folder
        )
        yield Remark(vault.source, line, column, line, column + len(folder), message)


def _place(text: str, folder: str) -> tuple[int, int]:
    """Return where a quoted text stands in the configuration; its beginning if it is not found."""
    for number, line in enumerate(text.splitlines(), 1):
        for quote in "'\"":
            column = line.find(f"{quote}{folder}{quote}")
            if column >= 0:
                return number, column + 2
    return 1, 1
