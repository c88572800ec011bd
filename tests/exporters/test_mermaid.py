"""Mermaid: shapes, arrows and labels, and no character that Mermaid would interpret."""

from __future__ import annotations

import re

from export_graphs import hard_names, tea_house, written


def test_says_it_in_its_own_words() -> None:
    lines = written(tea_house(), "mermaid").decode().splitlines()
    assert lines[0] == "flowchart LR"
    assert '    n0["Kettle"]' in lines
    assert '    n5(["Gaiwan"])' in lines
    assert '    n2 -->|"cousin"| n3' in lines
    assert "    n2 -.-> n1" in lines
    assert sum("--" in line or "-.-" in line for line in lines) == 6
    assert "    class n0,n1,n2,n3 internal-link" in lines


def test_gets_no_character_that_it_would_read() -> None:
    text = written(hard_names(), "mermaid").decode()
    quoted = re.findall(r'"([^"]*)"', text)
    assert len(quoted) == 3
    assert not any(re.search(r"[<>&`\\*_~]|#(?!\d+;)", part) for part in quoted)
    assert '"1.\u200b list"' in text
