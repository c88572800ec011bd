"""Parse a million random notes, guided by the coverage of the parser: it must never raise.

    pip install atheris
    python benchmarks/fuzz.py -runs=1000000 [FOLDER]

Arguments are libFuzzer's (https://llvm.org/docs/LibFuzzer.html); FOLDER keeps inputs that reach new
code. Each note is parsed as three apps do; every link must be at its place and have a context.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["noteweave"]):
    from noteweave.vault.context.contexts import contexts
    from noteweave.vault.disk.decode import decode
    from noteweave.vault.parsing.grammar import Grammar
    from noteweave.vault.parsing.note import parse

GRAMMARS = (
    Grammar(),
    Grammar(lenient_properties=True, tag_pages=True),  # Logseq
    Grammar(lenient_properties=True, label_first=True),  # Dendron
)


def one(data: bytes) -> None:
    """Parse one input."""
    text = decode(data)[0]
    for rules in GRAMMARS:
        note = parse("note.md", text, rules)
        assert len(contexts(text, note.links)) == len(note.links)
        for link in note.links:
            assert text[link.start : link.end] == link.raw, link


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
