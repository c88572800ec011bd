"""Folders of the project that tests read."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
SAMPLE = ROOT / "noteweave" / "sample"
