"""NW043."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts, Subject
from noteweave.graph.names import key
from noteweave.vault.messages import translatable
from noteweave.vault.model import FileKind, Syntax


def block_targets(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield the note (Logseq: "") and the folded id of each block that a note links to."""
    for found in subject.links:
        if found.link.syntax is Syntax.BLOCK or found.link.target.startswith("(("):
            yield "", key(found.link.target.strip("()"))
        elif "^" in found.link.fragment and found.target is not None:
            for step in found.link.fragment.replace(":", "#").split("#"):
                if step.startswith("^"):
                    yield found.target, key(step[1:].strip())


@vault_rule("NW043", Severity.INFO, on=False, reads="links", gather=block_targets)
def unused_block_id(vault: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """No link leads to a block id.

    The id was made for a link that is gone, or for one from another program. Those in drawings of
    Excalidraw are left out: the drawing needs them.

    Bad:
        --- today.md
        See [[Tea]].
        --- Tea.md
        The first cup moistens the lips. ^first-cup

    Good:
        --- today.md
        See [[Tea#^first-cup]].
        --- Tea.md
        The first cup moistens the lips. ^first-cup
    """
    for path, file in vault.files.items():
        if file.kind is not FileKind.NOTE or file.excluded:
            continue
        subject = vault.subject(path)
        if path.endswith(".excalidraw.md") or "excalidraw-plugin" in subject.note.properties:
            continue
        for block in subject.note.blocks:
            if (path, key(block.id)) not in facts and ("", key(block.id)) not in facts:
                message = translatable("no link leads to the block `^{id}`", id=block.id)
                yield subject.remark_at(block.line, block.column, len(block.id) + 1, message)
