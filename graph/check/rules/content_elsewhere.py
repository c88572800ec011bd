"""NW042."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW042", Severity.INFO, reads="faults")
def content_elsewhere(subject: Subject) -> Iterator[Remark]:
    """The content of a note or canvas is not in its file, so that it is not checked.

    The file is a pointer of Git LFS, or git keeps it in another form (encrypted, for example) and
    the work tree has another version of it. Links to the file are fine, and so are links to its
    headings. In text output these notes are counted at the end instead of listed.

    Bad:
        --- table.canvas
        version https://git-lfs.github.com/spec/v1
        oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
        size 12345

    Good:
        --- table.canvas
        {"nodes": [], "edges": []}
    """
    yield from subject.faults("NW042")
