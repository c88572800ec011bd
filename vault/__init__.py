"""Room 1 of 3: from bytes to values. The only room that opens notes."""

__version__ = "0.1.0"
