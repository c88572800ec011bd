"""Room 1 of 3: read the files of a vault into values. Only this room opens notes."""

__version__ = "0.1.0"
