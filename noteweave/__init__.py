"""Weave a folder of Markdown notes into a knowledge graph."""

__version__ = "0.1.0"
