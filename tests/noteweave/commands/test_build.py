"""`noteweave build` writes three files and says what is in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.cli import run


def test_the_sample_becomes_a_page_a_graphml_and_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "--sample", "-o", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out.splitlines()
    for name, line in zip(("graph.html", "graph.graphml", "backlinks.md"), printed, strict=False):
        assert (tmp_path / "out" / name).stat().st_size > 1000
        assert name in line
    assert printed[-1] == "51 notes, 6 topics, 248 links, 1 orphan, 0 broken"
